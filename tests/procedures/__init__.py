"""Tests of the procedures: data is tested like code."""
