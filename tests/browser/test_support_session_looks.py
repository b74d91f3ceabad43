from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.supporting import PHONE_WIDTH, code_of, end_as_ben, invited, join, link_of, start
from tests.support.browsers import OpenBrowser
from tests.support.servers import Server

CONTRAST = (Path(__file__).parent / "contrast.js").read_text()


def flaws(page: Page) -> list[str]:
    """Texts that are hard to read, and whether the page is wider than a phone."""
    low: list[str] = page.evaluate(CONTRAST)
    width = page.evaluate("document.documentElement.scrollWidth")
    return low if width <= page.viewport_size["width"] else [*low, f"{page.url} is {width} wide"]  # type: ignore[index]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_a_session_can_be_read_and_fits_a_phone(
    open_browser: OpenBrowser, server: Server, scheme: str
) -> None:
    ana = start(open_browser(color_scheme=scheme), server)
    phone = invited(open_browser, color_scheme=scheme)
    phone.goto(link_of(ana))
    found = [*flaws(ana), *flaws(phone)]
    join(phone)
    found += [*flaws(ana), *flaws(phone)]
    end_as_ben(open_browser(), server, "Lunch")
    for page in (ana, phone):
        expect(page.locator(".session-countdown")).to_be_visible()
        found += flaws(page)
    phone.get_by_role("button", name="Leave").click()
    for page in (ana, phone):
        expect(page.locator(".session-title")).to_contain_text("session is over")
        found += flaws(page)

    assert found == []


def test_a_code_stands_on_one_line_also_on_a_phone(open_browser: OpenBrowser, server: Server) -> None:
    page = open_browser()
    page.set_viewport_size({"width": PHONE_WIDTH, "height": 720})
    start(page, server)

    groups = page.locator(".session-code > [aria-hidden] > span").all()

    assert len(code_of(page).split()) == 3
    assert len({group.bounding_box()["y"] for group in groups}) == 1  # type: ignore[index]
