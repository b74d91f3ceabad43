import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.console import Device, live_status, move_pointer_away, remotes, row, tick
from tests.support.servers import Server

COUNT_ANIMATIONS = """() => {
    window.animated = 0;
    const animate = Element.prototype.animate;
    Element.prototype.animate = function (...how) {
        window.animated += 1;
        return animate.apply(this, how);
    };
}"""


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


def test_a_session_that_is_paused_under_the_pointer_names_its_new_heading_in_place(
    usage: Page, ana_desk: Device
) -> None:
    before = top(row(usage, "KIOSK"))

    row(usage, "SRV-2").get_by_role("button", name="Pause").click()

    expect(row(usage, "SRV-2").locator(".badge")).to_have_text("Paused")
    expect(row(usage, "SRV-2")).to_contain_text("Now: Paused · holds no license")
    expect(remotes(usage)).to_have_text(["SRV-1", "SRV-2", "KIOSK"])
    assert top(row(usage, "KIOSK")) == before

    row(usage, "SRV-1").get_by_role("button", name="Pause").click()

    heading = usage.locator(".license-row").first
    expect(heading).to_contain_text("License 1 · Ana Novak (you) on ANA-DESK")
    expect(heading).to_contain_text("— not held any more")
    assert top(row(usage, "KIOSK")) == before

    move_pointer_away(usage)

    expect(remotes(usage)).to_have_text(["KIOSK", "SRV-2", "SRV-1"])
    expect(usage.get_by_text("not held any more")).to_have_count(0)
    expect(usage.get_by_text("Now: Paused")).to_have_count(0)


def test_new_sessions_below_the_window_are_announced_and_the_note_leads_there(
    usage: Page, ana_desk: Device, ben_desk: Device
) -> None:
    for number in range(20):
        ana_desk.open(f"MANY-{number}")
    usage.reload()
    expect(live_status(usage)).to_have_text("Live")
    pill = usage.locator("#new-rows")

    ben_desk.open("SRV-8")
    ben_desk.open("SRV-9")
    expect(pill).to_have_text("2 new")
    pill.click()

    expect(row(usage, "SRV-8")).to_be_in_viewport()
    expect(pill).to_be_hidden()


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_rows_fade_and_glide_only_for_those_who_do_not_mind_motion(
    usage: Page, ana_desk: Device, cleo_desk: Device, motion: str
) -> None:
    usage.emulate_media(reduced_motion=motion)  # type: ignore[arg-type]  # one of the two words it takes
    gone = ana_desk.open("GONE")
    expect(row(usage, "GONE")).to_be_visible()
    move_pointer_away(usage)
    usage.evaluate(COUNT_ANIMATIONS)

    ana_desk.close(gone)

    expect(row(usage, "GONE")).to_have_count(0)
    assert (usage.evaluate("window.animated") == 0) == (motion == "reduce")
