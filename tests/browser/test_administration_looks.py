from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import sign_in
from tests.support.browsers import OpenBrowser
from tests.support.servers import Server

CONTRAST = (Path(__file__).parent / "contrast.js").read_text()
PHONE = {"width": 360, "height": 740}
PAGES = [
    "/administration/settings",
    "/administration/settings/license-usage",
    "/administration/settings/security",
    "/administration/settings/overview",
    "/administration/users/ben/security",
    "/administration/audit",
    "/administration/audit?q=nothing-like-this",
    "/usage?view_as=ben",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_settings_rights_and_audit_can_be_read_and_fits_a_phone(
    page: Page, server: Server, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two words it takes
    sign_in(page, server, server.cast.ana, "/administration/settings/security")
    page.get_by_role("group", name="Control domain sessions").get_by_text("Off", exact=True).click()
    page.get_by_role("form", name="Session Management").get_by_role("button", name="Save").click()
    expect(page.locator(".message")).to_be_visible()
    for address in PAGES:
        page.goto(f"{server.url}{address}")
        expect(page.locator("html")).to_have_attribute("data-bs-theme", scheme)

        assert page.evaluate(CONTRAST) == [], address

    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for address in PAGES:
        page.goto(f"{server.url}{address}")

        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], address


def test_the_audit_trail_shows_exact_times_in_the_browsers_zone(
    open_browser: OpenBrowser, server: Server
) -> None:
    page = open_browser(timezone_id="Asia/Kathmandu")
    sign_in(page, server, server.cast.ana, "/administration/audit")
    shown = page.locator(".audit-table time").first

    at = datetime.fromisoformat(shown.get_attribute("datetime") or "").astimezone(ZoneInfo("Asia/Kathmandu"))

    expect(shown).to_have_text(at.strftime("%-d %b %Y, %H:%M:%S"))
