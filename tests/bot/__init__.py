"""Tests of what Rasa reads and runs; they run in Rasa's own environment."""
