"""The outside world, one module per port."""
