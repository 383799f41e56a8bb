"""Our Rasa graph components, tracker store and channel; nothing here imports the application."""
