"""Contract tests: the same expectations for an adapter and its twin."""
