from playwright.sync_api import Locator, Page, expect

from tests.browser.console import Device, move_pointer_away, remotes, row, tick
from tests.support.servers import Server


def top(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box is not None
    return box["y"]


def test_ticks_focus_and_an_open_menu_survive_an_update(usage: Page, cleo_desk: Device) -> None:
    tick(usage, "SRV-2").check()
    search = usage.get_by_role("searchbox")
    search.focus()
    usage.locator("[popovertarget=user-menu]").click()
    usage.locator("#user-menu").get_by_role("button", name="Dark").focus()

    cleo_desk.open("SRV-3")

    expect(remotes(usage)).to_have_text(["SRV-1", "SRV-2", "KIOSK", "SRV-3"])
    expect(tick(usage, "SRV-2")).to_be_checked()
    expect(usage.locator("#selected-count")).to_have_text("1")
    expect(usage.locator("#user-menu")).to_be_visible()
    expect(usage.locator("#user-menu").get_by_role("button", name="Dark")).to_be_focused()


def test_the_scroll_position_survives_an_update(
    usage: Page, server: Server, ana_desk: Device, ben_desk: Device
) -> None:
    for number in range(20):
        ana_desk.open(f"MANY-{number}")
    expect(row(usage, "MANY-19")).to_be_attached()
    row(usage, "KIOSK").scroll_into_view_if_needed()
    position = usage.evaluate("scrollY")

    ben_desk.open("SRV-9")

    expect(row(usage, "SRV-9")).to_be_attached()
    assert usage.evaluate("scrollY") == position


def test_under_the_pointer_an_ended_session_stays_and_a_new_one_waits(
    usage: Page, server: Server, ana_desk: Device, ben_desk: Device
) -> None:
    gone = ana_desk.open("GONE")
    expect(row(usage, "GONE")).to_be_visible()
    row(usage, "KIOSK").hover()
    before = top(row(usage, "KIOSK"))

    ana_desk.close(gone)
    ana_desk.open("NEW")

    expect(usage.locator("#held-note")).to_have_text("1 new session — shown when you move away")
    expect(row(usage, "GONE").locator(".badge")).to_have_text("Ended")
    expect(tick(usage, "GONE")).to_be_disabled()
    expect(remotes(usage)).to_have_text(["SRV-1", "SRV-2", "GONE", "KIOSK"])
    assert top(row(usage, "KIOSK")) == before

    move_pointer_away(usage)

    expect(remotes(usage)).to_have_text(["SRV-1", "SRV-2", "NEW", "KIOSK"])
    expect(usage.locator("#held-note")).to_be_hidden()


def test_under_the_pointer_a_session_that_is_being_ended_changes_at_once_and_moves_nothing(
    usage: Page, server: Server, ben_desk: Device
) -> None:
    row(usage, "KIOSK").hover()
    before = top(row(usage, "KIOSK"))

    tick(usage, "SRV-1").evaluate("tick => tick.click()")
    usage.locator("#terminations").evaluate("form => form.requestSubmit()")

    expect(row(usage, "SRV-1").get_by_role("button", name="Keep it open")).to_be_visible()
    assert top(row(usage, "KIOSK")) == before


def test_while_a_press_is_under_way_no_row_moves(usage: Page, ana_desk: Device) -> None:
    tick(usage, "KIOSK").hover()
    usage.mouse.down()
    ana_desk.open("NEW")
    expect(usage.locator("#held-note")).to_have_text("1 new session — shown when you move away")

    usage.mouse.up()

    expect(tick(usage, "KIOSK")).to_be_checked()


def test_with_the_keyboard_on_the_rows_they_stay_too(usage: Page, ana_desk: Device) -> None:
    usage.locator("[data-tick-all]").focus()
    usage.keyboard.press("Tab")
    ana_desk.open("NEW")
    expect(usage.locator("#held-note")).to_be_visible()

    usage.get_by_role("searchbox").focus()

    expect(remotes(usage)).to_have_text(["SRV-1", "SRV-2", "NEW", "KIOSK"])
