"""The phone edge: webhooks of calls and messages."""
