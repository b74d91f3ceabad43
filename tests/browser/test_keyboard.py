"""Everything by keyboard: shortcuts, where they are listed, and how they are switched off."""

from playwright.sync_api import Page, expect

from tests.browser.console import Device, look_at_usage, row, sign_in, tick
from tests.support.browsers import OpenBrowser
from tests.support.servers import Server


def test_whoever_was_refused_frees_a_license_with_the_keyboard_alone(
    page: Page, server: Server, ana_desk: Device, ben_desk: Device, cleo_desk: Device
) -> None:
    ana_desk.open("SRV-1")
    ben_desk.open("KIOSK")
    cleo_desk.open("SRV-3")
    link = Device(server, server.cast.ben.laptop).refused("SRV-9")
    look_at_usage(page, server, server.cast.ben, link.removeprefix(server.url))
    keys = page.keyboard

    for key in ("j", "j", "ArrowDown", "f"):
        keys.press(key)
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_text(
        ["Frees License 3: Cleo Marsh on CLEO-DESK"]
    )
    keys.type("Lunch")
    keys.press("Enter")

    expect(row(page, "SRV-3")).to_contain_text("Ended by Ben Okafor: Lunch")
    expect(page.locator(".license-row").nth(2)).to_be_focused()


def test_the_keyboard_goes_on_at_the_sessions_when_what_was_pressed_is_gone(usage: Page) -> None:
    usage.get_by_role("button", name="Free it… License 2").focus()
    usage.keyboard.press("Enter")
    expect(usage.get_by_role("dialog").get_by_label("Reason (optional")).to_be_focused()
    usage.keyboard.press("Enter")

    expect(usage.get_by_role("button", name="Free it… License 2")).to_have_count(0)
    expect(usage.get_by_role("region", name="Sessions by license")).to_be_focused()


def test_licenses_are_ticked_and_ended_by_key(usage: Page) -> None:
    keys = usage.keyboard
    for key in ("j", "x", "j", "x", "k", "x"):
        keys.press(key)
    expect(tick(usage, "SRV-1")).not_to_be_checked()
    expect(tick(usage, "KIOSK")).to_be_checked()

    keys.press("e")

    expect(usage.get_by_role("dialog")).to_contain_text("Frees License 2: Ben Okafor on BEN-DESK")
    keys.press("Escape")
    expect(usage.get_by_role("dialog")).to_be_hidden()
    expect(usage.get_by_role("button", name="End Selected Sessions")).to_be_enabled()


def test_shortcuts_are_listed_and_lead_to_the_pages(usage: Page, server: Server) -> None:
    keys = usage.keyboard
    keys.press("?")
    expect(usage.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    keys.press("j")
    expect(usage.locator(".license-row:focus")).to_have_count(0)
    keys.press("Escape")

    keys.press("/")
    expect(usage.get_by_role("searchbox")).to_be_focused()
    keys.type("jg?")
    expect(usage.get_by_role("searchbox")).to_have_value("jg?")
    usage.get_by_role("heading", name="License Usage").click()
    for page_key, path in (("a", "/administration/settings"), ("u", "/usage"), ("r", "/reports/usage")):
        keys.press("g")
        keys.press(page_key)
        expect(usage).to_have_url(f"{server.url}{path}")


def test_pages_that_one_may_not_see_are_not_listed(page: Page, server: Server) -> None:
    look_at_usage(page, server, server.cast.ben)

    page.keyboard.press("?")

    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog.get_by_text("Go to Reports")).to_be_visible()
    expect(dialog.get_by_text("Go to Administration")).to_be_hidden()


def test_shortcuts_are_switched_off_in_this_browser_alone(
    page: Page, open_browser: OpenBrowser, server: Server
) -> None:
    sign_in(page, server, server.cast.ana, "/account/security")
    page.get_by_role("checkbox", name="Keyboard shortcuts").uncheck()
    other = open_browser()
    look_at_usage(other, server, server.cast.ana)

    page.goto(f"{server.url}/usage")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.locator("[popovertarget=user-menu]").click()
    page.get_by_role("button", name="Keyboard shortcuts").click()
    expect(page.get_by_label("Shortcuts of a single key, in this browser")).not_to_be_checked()

    other.keyboard.press("?")
    expect(other.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def test_the_countdown_is_spoken_at_thirty_and_ten_seconds_only(usage: Page) -> None:
    spoken = usage.locator("#countdown-announcement")
    usage.clock.install()
    usage.get_by_role("button", name="Free it… License 2").click()
    usage.get_by_role("button", name="End session").click()

    expect(spoken).to_have_text("License 2, Ben Okafor on BEN-DESK: ending in 30 seconds.")
    usage.clock.run_for(5_000)
    expect(spoken).to_have_text("License 2, Ben Okafor on BEN-DESK: ending in 30 seconds.")
    usage.clock.run_for(16_000)
    expect(spoken).to_have_text("License 2, Ben Okafor on BEN-DESK: ending in 10 seconds.")
