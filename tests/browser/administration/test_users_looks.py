from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import sign_in
from tests.support.servers import Server

CONTRAST = (Path(__file__).parents[1] / "contrast.js").read_text()
PHONE = {"width": 360, "height": 740}
USERS = "/administration/users"
PAGES = ["", "/new", "/import", "/ben/profile", "/actions?action=disable&user=ben&user=ana", "?q=nobody"]
CSV = "name,full name,e-mail\nhana,Hana,hana@acme.example\nben,Benedict,\nx y,,\n"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_the_contrast_that_wcag_aa_asks_for(page: Page, server: Server, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two words it takes
    sign_in(page, server, server.cast.ana, USERS)
    faint = {}
    for address in PAGES:
        page.goto(f"{server.url}{USERS}{address}")
        expect(page.locator("html")).to_have_attribute("data-bs-theme", scheme)
        faint[address] = page.evaluate(CONTRAST)
    preview(page, server)
    faint["preview"] = page.evaluate(CONTRAST)

    assert faint == {address: [] for address in faint}


def test_on_a_phone_nothing_is_wider_than_the_screen(page: Page, server: Server) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    sign_in(page, server, server.cast.ana, USERS)
    widths = {}
    for address in PAGES:
        page.goto(f"{server.url}{USERS}{address}")
        widths[address] = page.evaluate("document.documentElement.scrollWidth")
    preview(page, server)
    widths["preview"] = page.evaluate("document.documentElement.scrollWidth")

    assert widths == dict.fromkeys(widths, PHONE["width"])


def preview(page: Page, server: Server) -> None:
    page.goto(f"{server.url}{USERS}/import")
    page.get_by_label("or paste it here").fill(CSV)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".import-line")).to_have_count(3)
