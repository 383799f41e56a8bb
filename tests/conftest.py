"""Fixtures of the whole suite."""

import os
from collections.abc import Iterator

import pytest

from evaluation.instance import running_instance


@pytest.fixture(scope="session")
def instance_url() -> Iterator[str]:
    """Address of a whole running instance: Rasa, actions, worker, web and stand-in.

    `URL` names one that runs already; else one is started on free ports with a fresh database.
    """
    if url := os.environ.get("URL"):
        yield url.rstrip("/")
        return
    with running_instance() as url:
        yield url
