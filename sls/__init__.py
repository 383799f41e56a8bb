"""The SLS core: factors, codes, calls, procedures and conversations, with no framework inside."""
