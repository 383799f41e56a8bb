"""Leave these tests to Rasa's environment: the application's has no Rasa."""

import importlib.util

if importlib.util.find_spec("rasa") is None:
    collect_ignore_glob = ["test_*.py"]
