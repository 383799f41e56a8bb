"""The web edge, over HTTP."""
