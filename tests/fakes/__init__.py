"""Hand-made twins of the ports, named after the adapters that they stand in for.

The contract tests in `tests/sls/adapters` run the same expectations against twin and adapter.
"""
