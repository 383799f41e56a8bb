"""The phone edge, as Twilio calls it."""
