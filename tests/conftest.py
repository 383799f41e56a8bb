"""Fixtures of the whole suite."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from evaluation.instance import running_instance
from tests.postgresql import MISSING, Server, find_programs

ARGUMENTS = [
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once; without it skip, in CI fail."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("Chromium is missing: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """Start PostgreSQL once; without it skip, in CI fail."""
    programs = find_programs()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    server = Server(programs)
    yield server
    server.close()


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
