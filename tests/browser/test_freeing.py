"""Freeing one's way in: refused, free one in two clicks, in; and ticks that a search hides."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import Device, look_at_usage, remotes, shorten_notice, tick
from tests.browser.supporting import age_codes
from tests.support.browsers import OpenBrowser
from tests.support.servers import Server

SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(params=SIZES)
def browser_page(request: pytest.FixtureRequest, open_browser: OpenBrowser) -> Page:
    """A browser on a desk, and one on a phone."""
    page = open_browser(has_touch=request.param == "phone", is_mobile=request.param == "phone")
    page.set_viewport_size(SIZES[request.param])  # type: ignore[arg-type]
    return page


def test_whoever_was_refused_frees_a_license_in_two_clicks_and_is_in(
    browser_page: Page, server: Server, ana_desk: Device, ben_desk: Device, cleo_desk: Device
) -> None:
    shorten_notice(server)
    page, laptop = browser_page, Device(server, server.cast.ben.laptop)
    ana_desk.open("SRV-1")
    ana_desk.open("SRV-2")
    ben_desk.open("KIOSK")
    cleo_desk.open("SRV-3")
    link = laptop.refused("SRV-9")
    look_at_usage(page, server, server.cast.ben, link.removeprefix(server.url))

    page.get_by_role("button", name="Free it… License 1, Ana Novak on ANA-DESK").click()
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_text(
        ["Frees License 1: Ana Novak on ANA-DESK"]
    )
    page.get_by_role("button", name="End 2 sessions").click()

    expect(page.get_by_text("A license is free now: open the session again.").first).to_be_visible()
    laptop.open("SRV-9")
    expect(remotes(page)).to_have_text(["SRV-9", "KIOSK", "SRV-3"])


def test_what_looks_forgotten_is_offered_with_the_refusal_and_ends_at_once(
    browser_page: Page, server: Server, ana_desk: Device, ben_desk: Device, cleo_desk: Device
) -> None:
    page = browser_page
    code = cleo_desk.open_support()
    ana_desk.open("SRV-1")
    ben_desk.open("KIOSK")
    age_codes(server, 20)
    link = Device(server, server.cast.ben.laptop).refused("SRV-9")
    look_at_usage(page, server, server.cast.ben, link.removeprefix(server.url))

    expect(page.locator(f"#session-{code} .is-forgotten")).to_have_text(
        re.compile(r"Looks forgotten: nobody has joined since .*\d\d:\d\d")
    )
    page.locator(".refusal-offer").get_by_role("button", name="Free it…").click()
    expect(page.get_by_role("dialog")).to_contain_text("it ends at once")
    page.get_by_role("button", name="End session").click()

    expect(page.get_by_text("A license is free now: open the session again.").first).to_be_visible()


def test_a_session_begins_to_look_forgotten_before_ones_eyes(
    page: Page, server: Server, cleo_desk: Device
) -> None:
    code = cleo_desk.open_support()
    age_codes(server, 14.9)
    look_at_usage(page, server, server.cast.ana)

    expect(page.locator(f"#session-{code} .ending-note:not([hidden])")).to_contain_text("Looks forgotten")


def test_freeing_one_license_leaves_other_ticks_alone(usage: Page) -> None:
    tick(usage, "SRV-1").check()
    usage.get_by_role("button", name="Free it… License 2").click()
    expect(usage.locator("#selected-count")).to_have_text("1")
    expect(tick(usage, "KIOSK")).to_be_checked()

    usage.get_by_role("button", name="Cancel").click()

    expect(tick(usage, "SRV-1")).to_be_checked()
    expect(tick(usage, "KIOSK")).not_to_be_checked()


def test_a_tick_that_a_search_hides_is_there_again_with_its_row(usage: Page) -> None:
    tick(usage, "SRV-1").check()
    tick(usage, "KIOSK").check()
    search = usage.get_by_role("searchbox")

    search.fill("ben")
    expect(remotes(usage)).to_have_text(["KIOSK"])
    expect(usage.locator("#selected-count")).to_have_text("1")
    expect(usage.locator("#hidden-ticks")).to_have_text("1 more is ticked, but not shown here.")
    search.fill("")

    expect(tick(usage, "SRV-1")).to_be_checked()
    expect(usage.locator("#selected-count")).to_have_text("2")
    expect(usage.locator("#hidden-ticks")).to_be_hidden()


def test_a_tick_goes_with_its_session(usage: Page, ana_desk: Device) -> None:
    gone = ana_desk.open("GONE")
    tick(usage, "GONE").check()
    usage.get_by_role("heading", name="License Usage").hover()

    ana_desk.close(gone)

    expect(remotes(usage)).to_have_text(["SRV-1", "SRV-2", "KIOSK"])
    expect(usage.locator("#selected-count")).to_be_hidden()
    expect(usage.locator("#hidden-ticks")).to_be_hidden()
