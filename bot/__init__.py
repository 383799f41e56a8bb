"""What Rasa reads and runs: domain, training data, components and the tools around its model."""
