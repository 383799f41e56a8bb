"""Tests of the domain: pure rules, no twins needed."""
