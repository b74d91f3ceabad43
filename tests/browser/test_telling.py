"""Telling people who look elsewhere: when a license is free, and when a session of theirs is being ended."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import Device, look_at_usage
from tests.browser.supporting import end_as_ben, invited, join, link_of, start
from tests.browser.test_live import HIDE
from tests.support.browsers import OpenBrowser
from tests.support.servers import Server

NOTED = """
    window.told = [];
    window.tones = 0;
    window.Notification = class {
        static permission = "default";
        static async requestPermission() { return (this.permission = "granted"); }
        constructor(title, { body, tag }) { window.told.push([title, body, tag]); }
        close() {}
    };
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) { window.tones += 1; return start.apply(this, when); };
"""
COUNTING = re.compile(r"^Ending in 0:(30|[0-2]\d) · ")


@pytest.fixture
def watcher(open_browser: OpenBrowser) -> Page:
    """A browser that notes what it is told to show and to play."""
    page = open_browser()
    page.add_init_script(NOTED)
    return page


@pytest.fixture
def full(server: Server, ana_desk: Device, ben_desk: Device, cleo_desk: Device) -> str:
    """All three licenses are held; cleo's session."""
    ana_desk.open("SRV-1")
    ben_desk.open("KIOSK")
    return cleo_desk.open("SRV-3")


def told(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate("window.told")
    return found


def test_whoever_waits_is_told_in_the_background_when_a_license_is_free(
    watcher: Page, server: Server, full: str, cleo_desk: Device
) -> None:
    look_at_usage(watcher, server, server.cast.ana)
    watcher.get_by_role("button", name="Tell me when one is free").click()
    expect(watcher).to_have_title("Waiting for a license · License Usage · Seatkeeper")
    watcher.evaluate(HIDE, True)

    cleo_desk.close(full)

    expect(watcher).to_have_title("● License free · License Usage · Seatkeeper")
    assert told(watcher) == [["A license is free", "2 of 3 licenses in use. 1 free.", "license-free"]]


def test_if_somebody_is_quicker_one_goes_on_waiting_and_looking_ends_it(
    watcher: Page, server: Server, full: str, cleo_desk: Device
) -> None:
    look_at_usage(watcher, server, server.cast.ana)
    button = watcher.get_by_role("button", name="Tell me when one is free")
    button.click()
    watcher.evaluate(HIDE, True)
    cleo_desk.close(full)
    expect(watcher).to_have_title(re.compile("^● License free"))

    session = cleo_desk.open("SRV-4")
    expect(watcher).to_have_title(re.compile("^Waiting for a license"))
    cleo_desk.close(session)
    expect(watcher).to_have_title(re.compile("^● License free"))
    watcher.evaluate(HIDE, False)
    watcher.mouse.move(5, 5)
    watcher.mouse.move(9, 9)

    expect(watcher).to_have_title("License Usage · Seatkeeper")
    expect(watcher.locator("#usage-overview [data-watch-free]")).to_have_attribute("aria-pressed", "false")
    assert len(told(watcher)) == 2


def test_waiting_is_offered_while_none_is_free_and_outlives_a_reload(
    watcher: Page, server: Server, ana_desk: Device, full: str
) -> None:
    look_at_usage(watcher, server, server.cast.ana)
    button = watcher.locator("#usage-overview [data-watch-free]")

    button.click()
    watcher.reload()

    expect(watcher).to_have_title(re.compile("^Waiting for a license"))
    button.click()
    expect(watcher).to_have_title("License Usage · Seatkeeper")


def test_while_a_license_is_free_there_is_nothing_to_wait_for(watcher: Page, server: Server) -> None:
    look_at_usage(watcher, server, server.cast.ana)

    expect(watcher.locator("#usage-overview [data-watch-free]")).to_be_hidden()


def test_a_tone_is_played_only_for_those_who_want_it_and_that_is_remembered(
    watcher: Page, server: Server, full: str, cleo_desk: Device
) -> None:
    look_at_usage(watcher, server, server.cast.ana)
    sound = watcher.get_by_label("with a sound")
    expect(sound).not_to_be_checked()
    sound.check()
    assert watcher.evaluate("window.tones") == 1

    watcher.reload()
    expect(sound).to_be_checked()
    watcher.get_by_role("button", name="Tell me when one is free").click()
    cleo_desk.close(full)

    expect(watcher).to_have_title(re.compile("^● License free"))
    assert watcher.evaluate("window.tones") == 1


def test_where_notifications_are_blocked_the_title_is_pointed_out(
    open_browser: OpenBrowser, server: Server, full: str
) -> None:
    page = open_browser()
    page.add_init_script(f"{NOTED}; Notification.permission = 'denied';")
    look_at_usage(page, server, server.cast.ana)

    page.get_by_role("button", name="Tell me when one is free").click()

    expect(page.get_by_text("This browser shows no notifications: look at the tab’s title.")).to_be_visible()


def test_ones_own_session_being_ended_is_told_in_the_background_and_counts_down_in_the_title(
    watcher: Page, open_browser: OpenBrowser, server: Server, ben_desk: Device
) -> None:
    watcher.add_init_script("Notification.permission = 'granted'")
    ben_desk.open("KIOSK")
    look_at_usage(watcher, server, server.cast.ben)
    watcher.evaluate(HIDE, True)
    other = open_browser()
    look_at_usage(other, server, server.cast.ana)

    other.get_by_role("button", name="Free it… License 1").click()
    other.get_by_role("button", name="End session").click()

    expect(watcher).to_have_title(COUNTING)
    ((title, body, _),) = told(watcher)
    assert (title, body) == (
        "Your session is being ended",
        "Unattended session to KIOSK, Ben Okafor (you) on BEN-DESK",
    )
    expect(other).to_have_title("License Usage · Seatkeeper")

    other.locator("#toasts").get_by_role("button", name="Take back").click()

    expect(watcher).to_have_title("License Usage · Seatkeeper")


def test_the_page_of_ones_own_session_asks_whether_to_tell_and_counts_down_while_the_other_side_watches(
    watcher: Page, open_browser: OpenBrowser, server: Server
) -> None:
    start(watcher, server)
    ask = watcher.get_by_role("button", name="Tell me when it is being ended")
    ask.click()
    expect(ask).to_be_hidden()
    phone = invited(open_browser)
    phone.goto(link_of(watcher))
    join(phone)
    expect(watcher.locator("#own-session")).to_have_attribute("data-state", "active")
    watcher.evaluate(HIDE, True)

    end_as_ben(open_browser(), server, "Lunch")

    expect(watcher).to_have_title(COUNTING)
    expect(phone.get_by_text("Lunch").first).to_be_visible()
    assert [title for title, *_ in told(watcher)] == ["Your session is being ended"]
