"""A whole running instance, Rasa included."""
