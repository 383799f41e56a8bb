"""A real browser, and a pretend server that answers as the contracts say."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from .pretend_server import PretendServer

ARTEFACTS = Path(__file__).parent / "artefacts"
ARGUMENTS = [
    "--no-sandbox",
    "--headless=new",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
]
WIDE: ViewportSize = {"width": 1280, "height": 860}


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


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Open a private window of a desktop's size."""
    context = browser.new_context(viewport=WIDE)
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def server() -> Iterator[PretendServer]:
    """Serve the pages with a pretend chat and a pretend login behind them."""
    server = PretendServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def visit(context: BrowserContext, server: PretendServer) -> Callable[..., Page]:
    """Return a function that opens a page of the pretend server and waits for its scripts."""

    def visit(path: str = "/?lang=en", page: Page | None = None) -> Page:
        page = page or context.new_page()
        page.goto(server.url + path)
        page.wait_for_selector("html[data-ready]")
        return page

    return visit


@pytest.fixture
def artefacts() -> Path:
    """Return the folder that keeps pictures of the journeys."""
    return ARTEFACTS
