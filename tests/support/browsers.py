"""A browser for tests: Chromium, driven by Playwright. A page that logs an error of its own fails its test."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from tests.support.chromium import ARGUMENTS, find_chromium

PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)
NO_FAULT = ("Failed to load resource", "htmx: htmx:sse:error", "htmx: htmx:error: Failed to fetch")
"""How an answer of 4xx and a lost connection are logged: for the test to judge, no fault of the page."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    executable = find_chromium()
    if executable is None:
        pytest.skip("needs Chromium: install it, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        yield browser
        browser.close()


OpenBrowser = Callable[..., Page]


@pytest.fixture
def open_browser(
    browser: Browser, tmp_path: Path, request: pytest.FixtureRequest, afterwards: ExitStack
) -> Iterator[OpenBrowser]:
    """Open pages, each in a browser of its own: `open_browser(java_script_enabled=False)`. Closed before the servers."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(NO_FAULT):
            errors.append(message.text)

    def open_page(**options: Any) -> Page:
        context = browser.new_context(
            viewport={"width": 1280, "height": 900}, **{"locale": "en-US", **options}
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", note)
        return page

    yield open_page
    failed = request.node.stash.get(FAILED, False)
    for number, context in enumerate(contexts, 1):
        if failed and context.pages:
            picture = tmp_path / f"page-{number}.png"
            context.pages[0].screenshot(path=picture, full_page=True)
            print(f"--- {context.pages[0].url}: {picture}")
        context.close()
    assert failed or errors == [], errors


FAILED = pytest.StashKey[bool]()
"""Whether the test itself failed, for fixtures that then keep what helps to see why."""


@pytest.fixture
def page(open_browser: OpenBrowser) -> Page:
    """A page of a browser that nobody has used."""
    return open_browser()


@pytest.fixture
def page_without_script(open_browser: OpenBrowser) -> Page:
    """The same with JavaScript off."""
    return open_browser(java_script_enabled=False)
