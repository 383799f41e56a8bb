"""Tests of the measuring tools; they run in the application's environment."""
