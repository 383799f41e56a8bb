"""What hides secrets before a text is stored or understood; `masking.mask` is the way in."""
