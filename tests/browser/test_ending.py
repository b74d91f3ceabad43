import re

from playwright.sync_api import Page, expect
from sqlalchemy import update

from tests.browser.console import Device, move_pointer_away, row, shorten_notice, sign_in, tick
from tests.browser.supporting import write
from tests.support.servers import Server
from webapp.models import Account

COUNTING = re.compile(r"Ending in 0:(30|[0-2]\d)")


def test_the_tick_of_a_license_stands_for_all_its_sessions(usage: Page) -> None:
    license_tick = usage.get_by_label("Select all sessions of License 1")

    license_tick.check()
    expect(usage.locator("#selected-count")).to_have_text("2")

    tick(usage, "SRV-1").uncheck()
    assert license_tick.evaluate("tick => [tick.checked, tick.indeterminate]") == [False, True]

    usage.get_by_label("Select all sessions on this page").check()
    expect(usage.locator("#selected-count")).to_have_text("3")


def test_without_a_tick_there_is_nothing_to_press(usage: Page) -> None:
    expect(usage.get_by_role("button", name="End Selected Sessions")).to_be_disabled()


def test_before_anything_ends_one_reads_what_that_frees(usage: Page) -> None:
    usage.get_by_label("Select all sessions of License 2").check()
    tick(usage, "SRV-1").check()
    usage.get_by_role("button", name="End Selected Sessions").click()

    expect(usage.get_by_role("dialog").get_by_role("listitem")).to_have_text(
        [
            "Frees nothing: another session of Ana Novak (you) on ANA-DESK stays",
            "Frees License 2: Ben Okafor on BEN-DESK",
        ]
    )

    usage.get_by_role("button", name="Cancel").click()

    expect(usage.get_by_role("dialog")).to_be_hidden()
    expect(usage.locator("#selected-count")).to_have_text("2")


def test_ending_sessions_counts_down_and_can_be_taken_back(usage: Page) -> None:
    tick(usage, "KIOSK").check()
    usage.get_by_role("button", name="End Selected Sessions").click()
    usage.get_by_label("Reason").fill("Lunch")
    usage.keyboard.press("Enter")

    expect(row(usage, "KIOSK").locator(".badge")).to_have_text(COUNTING)
    expect(row(usage, "KIOSK")).to_contain_text("Ended by Ana Novak: Lunch")
    expect(usage.get_by_role("dialog")).to_be_hidden()
    expect(usage.get_by_role("button", name="End Selected Sessions")).to_be_disabled()
    expect(usage.locator("#toasts")).to_contain_text("1 session ends in 30 seconds.")

    row(usage, "KIOSK").get_by_role("button", name="Keep it open").click()

    expect(row(usage, "KIOSK").locator(".badge")).to_have_text("Active")


def test_a_ready_made_reason_is_chosen_with_one_click_and_taken_back_with_another(
    usage: Page, server: Server
) -> None:
    write(server, update(Account).values(ready_reasons="Lunch\nSomebody waits for it"))
    usage.reload()
    usage.get_by_role("button", name="Free it… License 2").click()
    reason, lunch = usage.get_by_label("Reason (optional"), usage.get_by_role("button", name="Lunch")

    lunch.click()
    lunch.click()
    expect(reason).to_have_value("")
    usage.get_by_role("button", name="Somebody waits for it").click()
    expect(reason).to_have_value("Somebody waits for it")
    usage.get_by_role("button", name="End session").click()

    expect(row(usage, "KIOSK")).to_contain_text("Ended by Ana Novak: Somebody waits for it")


def test_the_message_after_ending_takes_it_back(usage: Page) -> None:
    usage.get_by_role("button", name="Free it… License 1").click()
    usage.get_by_role("button", name="End 2 sessions").click()
    expect(row(usage, "SRV-1").locator(".badge")).to_have_text(COUNTING)

    usage.locator("#toasts").get_by_role("button", name="Take back").click()

    expect(usage.locator("#toasts")).to_contain_text("2 sessions stay open.")
    expect(row(usage, "SRV-1").locator(".badge")).to_have_text("Active")
    expect(row(usage, "SRV-2").locator(".badge")).to_have_text("Active")


def test_a_license_whose_sessions_ended_goes_from_the_page(usage: Page, server: Server) -> None:
    shorten_notice(server)
    tick(usage, "KIOSK").check()
    usage.get_by_role("button", name="End Selected Sessions").click()
    usage.get_by_role("button", name="End session").click()
    move_pointer_away(usage)

    expect(row(usage, "KIOSK")).to_have_count(0)
    expect(usage.locator(".usage-number").first).to_have_text("1 of 3")


def test_an_error_is_said_in_the_message_area_and_the_rows_stay(usage: Page) -> None:
    tick(usage, "KIOSK").check()
    usage.get_by_role("button", name="End Selected Sessions").click()
    usage.route("**/usage/terminations", lambda route: route.abort())
    usage.get_by_role("button", name="End session").click()

    expect(usage.locator("#toasts")).to_have_text(
        "The server could not be reached, so nothing was done. Try again in a moment."
    )
    expect(row(usage, "KIOSK")).to_be_visible()


def test_without_scripts_sessions_are_ended_and_kept_open_by_plain_forms(
    page_without_script: Page, server: Server, ben_desk: Device
) -> None:
    ben_desk.open("KIOSK")
    page = page_without_script
    sign_in(page, server, server.cast.ana)

    tick(page, "KIOSK").check()
    page.get_by_role("textbox", name="Reason").fill("Lunch")
    page.get_by_role("button", name="End Selected Sessions").click()

    expect(page).to_have_url(f"{server.url}/usage")
    expect(page.locator(".message")).to_have_text(
        "1 session ends in 30 seconds. Until then you can keep it open."
    )
    expect(row(page, "KIOSK").locator(".badge")).to_have_text(COUNTING)
    expect(row(page, "KIOSK")).to_contain_text("Ended by Ana Novak: Lunch")

    page.get_by_role("button", name="Keep it open").click()

    expect(page.locator(".message")).to_have_text("The session stays open.")
    expect(row(page, "KIOSK").locator(".badge")).to_have_text("Active")
