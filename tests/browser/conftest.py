"""A real browser, and a pretend server that answers as the contracts say."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from .pretend_server import PretendServer

ARTEFACTS = Path(__file__).parent / "artefacts"
WIDE: ViewportSize = {"width": 1280, "height": 860}


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    """Let expectations wait for a busy machine: the page itself waits up to 15 s between tries."""
    expect.set_options(timeout=25_000)


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
