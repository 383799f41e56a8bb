"""What helps people write the knowledge base and the training data."""
