"""The web edge: the chat over HTTP, the SLS API, the demo site and the health pages."""
