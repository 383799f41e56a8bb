"""The action edge."""
