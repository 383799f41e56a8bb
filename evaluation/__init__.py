"""Measuring: understanding and dialogues, on files that anybody may bring."""
