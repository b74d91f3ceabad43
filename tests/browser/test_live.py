import re

from playwright.sync_api import Page, expect

from tests.browser.console import Device, live_status, look_at_usage, remotes, row
from tests.support.browsers import OpenBrowser
from tests.support.servers import Server

HIDE = """hidden => {
    Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def test_what_happens_elsewhere_appears_by_itself(usage: Page, cleo_desk: Device) -> None:
    session = cleo_desk.open("SRV-3")

    expect(remotes(usage)).to_have_text(["SRV-1", "SRV-2", "KIOSK", "SRV-3"])
    expect(usage.locator(".usage-number").first).to_have_text("3 of 3")

    cleo_desk.close(session)

    expect(remotes(usage)).to_have_text(["SRV-1", "SRV-2", "KIOSK"])
    expect(usage.locator(".usage-number").first).to_have_text("2 of 3")


def test_a_change_of_how_many_licenses_are_in_use_is_announced(usage: Page, cleo_desk: Device) -> None:
    cleo_desk.open("SRV-3")

    expect(usage.locator("#announcement")).to_have_text("3 of 3 licenses in use. Limit reached.")


def test_everybody_who_looks_sees_a_session_being_ended(
    usage: Page, open_browser: OpenBrowser, server: Server
) -> None:
    other = open_browser()
    look_at_usage(other, server, server.cast.ben)

    row(usage, "KIOSK").get_by_role("checkbox").check()
    usage.get_by_role("button", name="End Selected Sessions").click()
    usage.get_by_role("button", name="End session").click()

    expect(row(other, "KIOSK").locator(".badge")).to_have_text(re.compile(r"Ending in 0:(30|[0-2]\d)"))


def test_a_countdown_and_a_duration_go_on_without_a_request(usage: Page) -> None:
    row(usage, "KIOSK").get_by_role("checkbox").check()
    usage.get_by_role("button", name="End Selected Sessions").click()
    usage.get_by_role("button", name="End session").click()
    badge = row(usage, "KIOSK").locator(".badge")
    expect(badge).to_have_text(re.compile(r"Ending in 0:[0-2]\d"))
    requests: list[str] = []
    usage.on("request", lambda request: requests.append(request.url))
    before = badge.inner_text()

    expect(badge).not_to_have_text(before)
    expect(row(usage, "SRV-1").locator("[data-since]")).not_to_have_text("0:00")
    assert requests == []


def test_the_stream_follows_the_search_and_so_does_the_address(
    usage: Page, server: Server, ben_desk: Device
) -> None:
    usage.get_by_role("searchbox").fill("ben")

    expect(remotes(usage)).to_have_text(["KIOSK"])
    expect(usage).to_have_url(f"{server.url}/usage?q=ben")
    expect(live_status(usage)).to_have_text("Live")

    ben_desk.open("SRV-9")

    expect(remotes(usage)).to_have_text(["KIOSK", "SRV-9"])
    expect(usage.get_by_role("searchbox")).to_be_focused()


def test_a_lost_connection_is_said_with_the_time_and_comes_back_whole(
    usage: Page, server: Server, ben_desk: Device
) -> None:
    server.stop()

    expect(live_status(usage)).to_have_text(re.compile(r"Not live since \d\d:\d\d, reconnecting"))

    server.start()
    ben_desk.open("SRV-9")

    expect(live_status(usage)).to_have_text("Live", timeout=60_000)
    expect(remotes(usage)).to_have_text(["SRV-1", "SRV-2", "KIOSK", "SRV-9"])


def test_a_tab_that_was_in_the_background_is_whole_again_on_return(usage: Page, ben_desk: Device) -> None:
    usage.evaluate(HIDE, True)
    ben_desk.open("SRV-9")

    usage.evaluate(HIDE, False)

    expect(remotes(usage)).to_have_text(["SRV-1", "SRV-2", "KIOSK", "SRV-9"])
    expect(live_status(usage)).to_have_text("Live")


def test_signing_out_in_one_tab_signs_the_other_out(usage: Page, server: Server) -> None:
    other = usage.context.new_page()
    other.goto(f"{server.url}/help")
    other.locator("[popovertarget=user-menu]").click()
    other.get_by_role("button", name="Sign out").click()

    expect(usage).to_have_url(f"{server.url}/sign-in?next=/usage")


def test_after_a_load_and_after_a_search_changes_come_without_the_page_being_loaded_again(
    usage: Page, cleo_desk: Device
) -> None:
    usage.evaluate("window.isSame = true")
    session = cleo_desk.open("SRV-3")
    expect(remotes(usage)).to_have_text(["SRV-1", "SRV-2", "KIOSK", "SRV-3"])

    usage.get_by_role("searchbox").fill("SRV")
    expect(remotes(usage)).to_have_text(["SRV-1", "SRV-2", "SRV-3"])
    cleo_desk.close(session)

    expect(remotes(usage)).to_have_text(["SRV-1", "SRV-2"])
    assert usage.evaluate("window.isSame") is True
