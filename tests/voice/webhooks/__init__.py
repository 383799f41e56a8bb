"""The webhooks of calls and messages, behind a public address."""
