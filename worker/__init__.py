"""The worker edge: takes codes from the outbox to the provider."""
