"""The action edge: what Rasa's rules run, each thin over one service of the core."""
