import re
from contextlib import closing

from playwright.sync_api import expect

from tests.browser.accessibility.axe import Inspector
from tests.browser.accessibility.conftest import Inspect
from tests.browser.console import Device, live_status, move_pointer_away, row, tick
from tests.browser.supporting import age_codes
from tests.support.minutes import give_minutes
from tests.support.servers import Server
from webapp.clock import clock_for
from webapp.db import Database
from webapp.domain.ppu import PpuConsent
from webapp.services.set_licenses import set_licenses

TITLE = "License Usage"


def test_license_usage_from_empty_to_refused_and_freed(
    inspector: Inspector, server: Server, ana_desk: Device, ben_desk: Device, cleo_desk: Device
) -> None:
    page = inspector.page
    inspector.sign_in(server.cast.ana)
    inspector.visit("/usage", TITLE)
    ana_desk.open("SRV-1")
    ben_desk.open("KIOSK")
    cleo_desk.open("SRV-3")
    link = Device(server, server.cast.ana.laptop).refused("SRV-9")
    page.goto(link)
    expect(live_status(page)).to_have_text("Live")
    inspector.look("refused")
    tick(page, "KIOSK").check()
    page.get_by_role("button", name="End Selected Sessions").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    inspector.look("the question")
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_role("button", name="Keep it open")).to_be_visible()
    move_pointer_away(page)
    inspector.look("one is being ended")
    row(page, "SRV-1").get_by_role("button", name="Pause").click()
    move_pointer_away(page)
    expect(page.locator("#paused")).to_be_visible()
    inspector.look("one is paused")
    page.locator("h1:visible").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    inspector.look("the shortcuts")
    page.keyboard.press("Escape")
    inspector.visit("/usage?q=nothing-like-this", TITLE)
    inspector.visit("/usage?view_as=ben", TITLE)

    assert inspector.flaws == []


def test_license_usage_without_the_right_to_see_it(inspect: Inspect, server: Server) -> None:
    admin, ben = inspect(), inspect()
    admin.sign_in(server.cast.ana)
    admin.page.goto(f"{server.url}/administration/settings/security")
    for right in (
        "Control own sessions",
        "Control domain sessions",
        "View own sessions",
        "View domain sessions",
    ):
        admin.page.get_by_role("group", name=right).get_by_text(re.compile("^Off")).click()
    admin.page.get_by_role("form", name="Session Management").get_by_role("button", name="Save").click()
    expect(admin.page.locator(".message")).to_be_visible()
    ben.sign_in(server.cast.ben)
    ben.visit("/usage", TITLE)

    assert ben.flaws == []


def test_pay_per_use(inspector: Inspector, server: Server) -> None:
    page = inspector.page
    with closing(Database.open(server.database_url)) as database:
        now = clock_for(database).now()
        set_licenses(database, "acme", 0, now)
        give_minutes(database, 5, consent=PpuConsent.ASK, at=now)
    inspector.sign_in(server.cast.ana)
    inspector.visit("/usage", TITLE)
    page.get_by_role("button", name="Start a session").click()
    expect(page.get_by_role("button", name="Use minutes")).to_be_visible()
    inspector.look("the question whether to use minutes")
    page.get_by_role("button", name="Use minutes").click()
    expect(page.locator("#own-session-title")).to_be_visible()
    inspector.look("a session on minutes")
    inspector.visit("/ppu", "Pay per use")
    page.get_by_text("As a table").click()
    inspector.look("the use as a table")

    assert inspector.flaws == []


def test_what_looks_forgotten_waiting_for_a_license_and_the_shortcuts(
    inspector: Inspector, server: Server, ana_desk: Device, ben_desk: Device, cleo_desk: Device
) -> None:
    page = inspector.page
    ana_desk.open("SRV-1")
    ben_desk.open("KIOSK")
    cleo_desk.open_support()
    age_codes(server, 20)
    link = Device(server, server.cast.ana.laptop).refused("SRV-9")
    inspector.sign_in(server.cast.ana)
    page.goto(link)
    expect(live_status(page)).to_have_text("Live")
    page.get_by_role("button", name="Tell me when one is free").first.click()
    inspector.look("waiting, and one looks forgotten")
    tick(page, "KIOSK").check()
    page.get_by_role("searchbox").fill("srv")
    expect(page.locator("#hidden-ticks")).to_be_visible()
    inspector.look("a tick is hidden")
    page.get_by_role("searchbox").fill("")
    expect(tick(page, "KIOSK")).to_be_checked()
    page.get_by_role("button", name="Free it… License 3").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    inspector.look("the question about a code")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("heading", name=TITLE).click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    inspector.look("the shortcuts")

    assert inspector.flaws == []
