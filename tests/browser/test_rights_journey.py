import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.console import Device, live_status, look_at_usage, rows, sign_in, tick
from tests.support.browsers import OpenBrowser
from tests.support.servers import Server

SETTINGS = "/administration/settings/security"
BEN = "/administration/users/ben/security"


def choose(page: Page, right: str, option: str) -> None:
    """Choose on, off or inherit for a right."""
    page.get_by_role("group", name=right).get_by_text(re.compile(f"^{option}")).click()


def save(page: Page, told: str) -> None:
    """Save Session Management, and read what was saved."""
    page.get_by_role("form", name="Session Management").get_by_role("button", name="Save").click()
    expect(page.locator(".message")).to_contain_text(told)


@pytest.fixture
def bens_usage(open_browser: OpenBrowser, server: Server, ana_desk: Device, ben_desk: Device) -> Page:
    """License Usage before the eyes of ben, an ordinary user: ana's session SRV-1 and his own, KIOSK."""
    ana_desk.open("SRV-1")
    ben_desk.open("KIOSK")
    page = open_browser()
    look_at_usage(page, server, server.cast.ben)
    expect(rows(page)).to_have_count(2)
    return page


@pytest.mark.parametrize("width", [1280, 390])
def test_what_a_domain_admin_takes_away_and_gives_back_shows_on_open_pages_by_itself(
    page: Page, server: Server, bens_usage: Page, width: int
) -> None:
    bens_usage.set_viewport_size({"width": width, "height": 844})
    sign_in(page, server, server.cast.ana, "/usage")
    page.get_by_role("link", name="Administration").click()
    page.get_by_role("navigation", name="Settings").get_by_role("link", name="Security").click()
    expect(tick(bens_usage, "SRV-1")).to_be_visible()

    choose(page, "Control domain sessions", "Off")
    save(page, "Saved: control domain sessions on → off")

    expect(tick(bens_usage, "SRV-1")).to_have_count(0)
    expect(tick(bens_usage, "KIOSK")).to_be_visible()
    expect(bens_usage.get_by_role("button", name="Free it…")).to_have_count(1)

    page.get_by_role("navigation", name="Administration").get_by_role("link", name="Users").click()
    page.get_by_role("link", name="Ben Okafor").or_(
        page.get_by_role("link", name="ben", exact=True)
    ).first.click()
    page.get_by_role("navigation", name="Ben Okafor").get_by_role("link", name="Security").click()
    line = page.get_by_role("group", name="Control domain sessions")
    expect(line).to_contain_text("off, from the account’s settings")

    choose(page, "Control domain sessions", "On")
    save(page, "Saved: control domain sessions inherit → on")

    expect(tick(bens_usage, "SRV-1")).to_be_visible()
    expect(line).to_contain_text("on, the user’s own setting")


def test_who_loses_every_right_to_end_is_offered_nothing_to_end_with(
    page: Page, server: Server, bens_usage: Page
) -> None:
    tick(bens_usage, "SRV-1").check()
    bens_usage.get_by_role("button", name="End Selected Sessions").click()
    expect(bens_usage.get_by_role("dialog")).to_be_visible()
    sign_in(page, server, server.cast.ana, BEN)

    choose(page, "Control own sessions", "Off")
    choose(page, "Control domain sessions", "Off")
    save(page, "Saved: control own sessions inherit → off; control domain sessions inherit → off")

    expect(bens_usage.get_by_role("dialog")).to_be_hidden()
    expect(bens_usage.get_by_role("button", name="End Selected Sessions")).to_be_hidden()
    expect(bens_usage.get_by_role("checkbox")).to_have_count(0)
    expect(bens_usage.locator(".usage-foot")).to_have_text("You may not end sessions.")


def test_who_loses_the_right_to_view_is_told_so(page: Page, server: Server, bens_usage: Page) -> None:
    sign_in(page, server, server.cast.ana, BEN)

    for right in (
        "Control own sessions",
        "Control domain sessions",
        "View own sessions",
        "View domain sessions",
    ):
        choose(page, right, "Off")
    save(page, "view domain sessions inherit → off")

    expect(bens_usage.get_by_role("main")).to_contain_text("You may not view License Usage")


def test_control_cannot_be_chosen_while_its_view_is_off_and_it_is_explained(
    page: Page, server: Server
) -> None:
    sign_in(page, server, server.cast.ana, SETTINGS)
    line = page.get_by_role("group", name="Control domain sessions")
    on = page.locator("#control_domain_sessions-on")
    note = line.get_by_text("nobody ends what they cannot see")
    expect(note).to_be_hidden()

    choose(page, "View domain sessions", "Off")
    expect(note).to_be_visible()
    choose(page, "Control domain sessions", "Off")
    expect(on).to_be_disabled()

    choose(page, "View domain sessions", "On")
    expect(on).to_be_enabled()
    expect(note).to_be_hidden()


def test_without_script_control_without_its_view_is_refused_and_explained(
    page_without_script: Page, server: Server
) -> None:
    page = page_without_script
    sign_in(page, server, server.cast.ana, SETTINGS)
    choose(page, "View domain sessions", "Off")
    page.get_by_role("form", name="Session Management").get_by_role("button", name="Save").click()

    line = page.get_by_role("group", name="Control domain sessions")
    expect(line.get_by_role("alert")).to_contain_text("nobody ends what they cannot see")

    choose(page, "Control domain sessions", "Off")
    save(page, "Saved: view domain sessions on → off; control domain sessions on → off")


def test_an_admin_sees_what_the_user_sees_live_and_can_end_nothing(
    page: Page, server: Server, bens_usage: Page, ben_desk: Device
) -> None:
    sign_in(page, server, server.cast.ana, BEN)

    page.get_by_role("link", name="View License Usage as ben").click()

    expect(page.get_by_role("note")).to_contain_text("You see License Usage as Ben Okafor sees it.")
    expect(live_status(page)).to_have_text("Live")
    expect(page.get_by_role("main").get_by_role("checkbox")).to_have_count(0)
    ben_desk.open("SRV-9")
    expect(rows(page)).to_have_count(3)
    page.get_by_role("searchbox").fill("srv-9")
    expect(rows(page)).to_have_count(2)  # the license that it is on, with all of its sessions
    expect(page).to_have_url(f"{server.url}/usage?q=srv-9&view_as=ben")

    page.get_by_role("link", name="Back to ben’s rights").click()
    expect(page.get_by_role("heading", name="Ben Okafor", exact=True)).to_be_visible()


def test_what_was_typed_is_not_lost_without_asking(page: Page, server: Server) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    sign_in(page, server, server.cast.ana, "/administration/settings")
    page.get_by_label("Account name").fill("Acme Engineering")

    page.get_by_role("link", name="Help", exact=True).click()

    expect(page.get_by_label("Account name")).to_have_value("Acme Engineering")
    assert asked == ["beforeunload"]

    page.get_by_role("button", name="Save").click()
    expect(page.locator(".message")).to_have_text("Saved: account name Acme → Acme Engineering")
    page.get_by_role("link", name="Help", exact=True).click()
    expect(page.get_by_role("heading", name="Help", exact=True)).to_be_visible()
    assert asked == ["beforeunload"]
