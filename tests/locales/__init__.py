"""Tests of the catalogues: data is tested like code."""
