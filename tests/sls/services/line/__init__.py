"""Tests of the services, on twins of the ports."""
