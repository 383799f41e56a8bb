"""The stand-in, tested over a real loopback server."""
