"""Use cases: load, ask the domain, record; one transaction each."""
