from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import look_at_usage, tick
from tests.support.browsers import OpenBrowser
from tests.support.servers import Server

CONTRAST = (Path(__file__).parent / "contrast.js").read_text()
PHONE = {"width": 360, "height": 740}


def end_one(page: Page) -> None:
    tick(page, "SRV-1").check()
    page.get_by_role("button", name="End Selected Sessions").click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_role("button", name="Keep it open")).to_be_visible()
    tick(page, "KIOSK").check()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_the_contrast_that_wcag_aa_asks_for(usage: Page, scheme: str) -> None:
    usage.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two words it takes
    end_one(usage)
    expect(usage.locator("html")).to_have_attribute("data-bs-theme", scheme)

    assert usage.evaluate(CONTRAST) == []


@pytest.mark.parametrize("address", ["/usage", "/help"])
def test_on_a_phone_nothing_is_wider_than_the_screen(usage: Page, server: Server, address: str) -> None:
    usage.set_viewport_size(PHONE)  # type: ignore[arg-type]
    usage.goto(f"{server.url}{address}")

    assert usage.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_the_theme_that_was_chosen_is_remembered(open_browser: OpenBrowser, server: Server) -> None:
    page = open_browser(color_scheme="light")
    look_at_usage(page, server, server.cast.ana)
    page.locator("[popovertarget=user-menu]").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")

    page.goto(f"{server.url}/help")

    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    expect(page.get_by_role("button", name="Dark", include_hidden=True)).to_have_attribute(
        "aria-pressed", "true"
    )


def test_every_control_has_a_name(usage: Page) -> None:
    nameless = usage.evaluate(
        """() => [...document.querySelectorAll("input:not([type=hidden]), select, button, a")]
            .filter(control => control.checkVisibility())
            .filter(control => !(control.labels?.length || control.getAttribute("aria-label")
                || control.textContent.trim()))
            .map(control => control.outerHTML)"""
    )

    assert nameless == []
