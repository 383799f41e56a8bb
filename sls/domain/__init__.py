"""Pure rules: standard library only; the time and every random value come in as arguments."""
