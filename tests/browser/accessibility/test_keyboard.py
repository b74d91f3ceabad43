"""The main journey with Tab, Enter and Space alone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.console import Device, live_status, row, shorten_notice, sign_in
from tests.support.servers import Server

MOST_TABS = 80
IS_FOCUSED = "element => element === document.activeElement"


def tab_to(page: Page, control: Locator) -> None:
    """Press Tab until it has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if control.evaluate(IS_FOCUSED):
            return
    pytest.fail(f"{MOST_TABS} times Tab do not reach {control}")


@pytest.fixture
def refused(page: Page, server: Server, ana_desk: Device, ben_desk: Device, cleo_desk: Device) -> Page:
    """License Usage before ana, who was just refused: everything is in use."""
    shorten_notice(server)
    ana_desk.open("SRV-1")
    ben_desk.open("KIOSK")
    cleo_desk.open("SRV-3")
    link = Device(server, server.cast.ana.laptop).refused("SRV-9")
    sign_in(page, server, server.cast.ana, link.removeprefix(server.url))
    expect(live_status(page)).to_have_text("Live")
    return page


def test_who_was_refused_frees_a_license_and_starts_a_session_with_the_keyboard_alone(
    refused: Page, server: Server
) -> None:
    page = refused

    tab_to(page, page.locator(".usage-card [data-free-license]").nth(1))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Frees License 2: Ben Okafor on BEN-DESK")
    assert dialog.evaluate("element => element.contains(document.activeElement)")
    page.keyboard.type("Lunch")
    tab_to(page, dialog.get_by_role("button", name="End session"))
    page.keyboard.press("Enter")

    expect(row(page, "KIOSK").get_by_role("button", name="Keep it open")).to_be_visible()
    expect(page.get_by_text("A license is free now: open the session again.").first).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Start a session"))
    page.keyboard.press("Space")
    expect(page.locator("#own-session-title")).to_have_text("Read this code to whoever you help")


def test_escape_leaves_the_question_and_the_focus_is_back_where_it_was(refused: Page) -> None:
    page = refused
    free = page.locator(".usage-card [data-free-license]").nth(1)
    tab_to(page, free)
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()
    assert free.evaluate(IS_FOCUSED)


def test_the_first_tab_leads_past_the_navigation(refused: Page) -> None:
    page = refused
    page.reload()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()

    page.keyboard.press("Enter")

    expect(page.locator("#content")).to_be_focused()


def test_every_stop_of_the_keyboard_can_be_seen(refused: Page) -> None:
    page = refused
    page.reload()
    unseen = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        where, seen = page.evaluate(
            """() => {
                const at = document.activeElement;
                const style = getComputedStyle(at);
                return [at.outerHTML.slice(0, 90), style.outlineStyle !== "none" || style.boxShadow !== "none"];
            }"""
        )
        if where.startswith("<body"):
            break
        if not seen:
            unseen.append(where)

    assert unseen == []
