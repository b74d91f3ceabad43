"""Pay per use and tips in a real browser."""

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import Device, move_pointer_away, row, sign_in, tick
from tests.support.servers import Server
from webapp.db import Database
from webapp.services.add_minutes import add_minutes, correct_minutes
from webapp.services.set_licenses import set_licenses
from webapp.services.set_ppu import set_ppu

CONTRAST = (Path(__file__).parent / "contrast.js").read_text()
PHONE = {"width": 360, "height": 740}


def buy(server: Server, minutes: int) -> None:
    """Minutes for acme, as the operator adds them while the server runs."""
    now = datetime.now(UTC)
    with closing(Database.open(server.database_url)) as database:
        set_ppu(database, "acme", now, is_on=True, expires=None)
        add_minutes(database, "acme", minutes, "Invoice 7", now)
        correct_minutes(database, "acme", -1, "Counted twice", now)


def take_away(server: Server, minutes: int) -> None:
    """Minutes that acme has no more."""
    with closing(Database.open(server.database_url)) as database:
        correct_minutes(database, "acme", -minutes, "Too many", datetime.now(UTC))


@pytest.fixture
def ledger(page: Page, server: Server, ben_desk: Device) -> Page:
    """The page Pay per use before ana's eyes: ben runs on minutes."""
    with closing(Database.open(server.database_url)) as database:
        set_licenses(database, "acme", 0, datetime.now(UTC))
    buy(server, 1200)
    ben_desk.open("SRV-1")
    sign_in(page, server, server.cast.ana, "/ppu")
    expect(page.get_by_role("heading", name="Pay per use")).to_be_visible()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_the_contrast_that_wcag_aa_asks_for(ledger: Page, scheme: str) -> None:
    ledger.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two words it takes
    ledger.get_by_text("As a table").click()
    expect(ledger.locator("html")).to_have_attribute("data-bs-theme", scheme)
    expect(ledger.locator(".ppu-balance")).to_have_text("1,198")

    assert ledger.evaluate(CONTRAST) == []


def test_on_a_phone_nothing_is_wider_than_the_screen(ledger: Page, server: Server) -> None:
    ledger.set_viewport_size(PHONE)  # type: ignore[arg-type]

    for address in ("/ppu", "/administration/settings/license-usage", "/administration/users/ben/ppu"):
        ledger.goto(f"{server.url}{address}")
        assert ledger.evaluate("document.documentElement.scrollWidth") == PHONE["width"], address


def test_the_chart_is_drawn_though_no_style_may_stand_in_the_page(ledger: Page) -> None:
    bar = ledger.locator(".ppu-bar").last.bounding_box()

    assert bar is not None
    assert bar["height"] > 100, "the only day with use has the highest bar"


def test_a_tip_waits_while_the_pointer_is_on_the_table_and_comes_when_it_leaves(
    usage: Page, server: Server
) -> None:
    buy(server, 100)
    expect(usage.locator("#usage-overview")).to_contain_text("99 minutes left")
    row(usage, "KIOSK").hover()
    before = row(usage, "KIOSK").bounding_box()

    take_away(server, 95)
    expect(usage.locator("#usage-overview")).to_contain_text("4 minutes left")

    assert row(usage, "KIOSK").bounding_box() == before
    move_pointer_away(usage)
    expect(usage.locator("#tip-ppu_low")).to_contain_text("Only 4 pay-per-use minutes are left.")


def test_a_tip_is_closed_and_what_was_ticked_stays_so(usage: Page, server: Server) -> None:
    move_pointer_away(usage)
    buy(server, 5)
    expect(usage.locator("#tip-ppu_low")).to_be_visible()
    tick(usage, "SRV-2").check()

    usage.get_by_role("button", name="Close this tip").click()

    expect(usage.locator("#tip-ppu_low")).to_have_count(0)
    expect(tick(usage, "SRV-2")).to_be_checked()
    usage.reload()
    expect(row(usage, "SRV-2")).to_be_visible()
    expect(usage.locator(".tip")).to_have_count(0)
