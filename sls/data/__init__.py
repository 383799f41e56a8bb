"""Tables that are policy, not code."""
