import re
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import Device, look_at_usage, move_pointer_away, row, rows, sign_in
from tests.client.seats import RunningSeat, SeatDevice
from tests.client.test_pausing import WORKING, group_states
from tests.support.browsers import OpenBrowser
from tests.support.eventually import eventually
from tests.support.minutes import give_minutes
from tests.support.servers import Server
from webapp.client import sign_in_file
from webapp.client.sign_in_file import SignInFile
from webapp.clock import clock_for
from webapp.db import Database
from webapp.domain.ppu import PpuConsent
from webapp.services.set_licenses import set_licenses

IN_A_DAY = re.compile(r"expires in (1 d 00:00:00|23:5\d:\d\d)")
PAUSED_GROUP = "#paused .license-row"


@pytest.fixture
def one_license(server: Server) -> None:
    """acme has one license."""
    with closing(Database.open(server.database_url)) as database:
        set_licenses(database, "acme", 1, clock_for(database).now())


@pytest.fixture
def program(server: Server, tmp_path: Path, afterwards: ExitStack, one_license: None) -> RunningSeat:
    """A program that runs under a session of ben's, on his desk."""
    ben = server.cast.ben
    device = SeatDevice(server, tmp_path / "BEN-DESK", ben.login, afterwards)
    device.folder.mkdir()
    known = SignInFile(url=server.url, token=ben.desk.token, username=ben.login, device_name="BEN-DESK")
    sign_in_file.write(device.folder / "seat.json", known)
    running = device.start("run", "--remote", "KIOSK", "--", "sh", "-c", WORKING)
    eventually(lambda: running.out.splitlines()[0:1], what="the program runs")
    return running


def is_stopped(program: RunningSeat) -> bool:
    """Whether the program and all it has started are stopped: state T in /proc."""
    return group_states(int(program.out.splitlines()[0])) == {"T"}


def test_a_paused_program_stands_still_while_another_has_the_license_and_runs_on_when_it_is_resumed(
    page: Page, server: Server, program: RunningSeat, cleo_desk: Device
) -> None:
    look_at_usage(page, server, server.cast.ben)

    row(page, "KIOSK").get_by_role("button", name="Pause").click()
    move_pointer_away(page)

    expect(page.locator(PAUSED_GROUP)).to_contain_text("Paused · holds no license")
    expect(row(page, "KIOSK").locator(".badge")).to_have_text("Paused")
    expect(row(page, "KIOSK")).to_contain_text(IN_A_DAY)
    expect(page.locator(".usage-number").first).to_have_text("0 of 1")
    eventually(lambda: is_stopped(program), what="the program is stopped")

    other = cleo_desk.open("ELSEWHERE")
    expect(row(page, "ELSEWHERE")).to_be_visible()
    row(page, "KIOSK").get_by_role("button", name="Resume").click()

    expect(page).to_have_url(re.compile(r"/usage\?refusal="))
    expect(page.locator(".refusal")).to_contain_text("Your attempt to open KIOSK from BEN-DESK was refused")
    expect(row(page, "KIOSK").locator(".badge")).to_have_text("Paused")
    assert is_stopped(program)

    cleo_desk.close(other)
    expect(page.locator(".refusal-free")).to_be_visible()
    row(page, "KIOSK").get_by_role("button", name="Resume").click()

    expect(row(page, "KIOSK").locator(".badge")).to_have_text("Active")
    expect(page.locator("#toasts")).to_contain_text("KIOSK goes on, on license 1.")
    done = len(program.out)
    eventually(lambda: len(program.out) > done, what="the program runs on")


def test_a_row_that_is_paused_under_the_pointer_stays_there_and_says_so(
    page: Page, server: Server, ben_desk: Device
) -> None:
    ben_desk.open("KIOSK")
    look_at_usage(page, server, server.cast.ben)
    kiosk = row(page, "KIOSK")
    before = kiosk.bounding_box()

    kiosk.get_by_role("button", name="Pause").click()

    expect(kiosk.locator(".badge")).to_have_text("Paused")
    expect(kiosk.get_by_role("button", name="Resume")).to_be_enabled()
    assert kiosk.bounding_box() == before
    move_pointer_away(page)
    expect(page.locator(PAUSED_GROUP)).to_be_visible()
    expect(rows(page)).to_have_count(1)


def test_nobody_else_sees_it_and_the_license_is_free_before_their_eyes(
    open_browser: OpenBrowser, server: Server, ben_desk: Device
) -> None:
    ben_desk.open("KIOSK")
    anas, bens = open_browser(), open_browser()
    look_at_usage(anas, server, server.cast.ana)
    expect(row(anas, "KIOSK")).to_be_visible()
    look_at_usage(bens, server, server.cast.ben)

    row(bens, "KIOSK").get_by_role("button", name="Pause").click()

    expect(rows(anas)).to_have_count(0)
    expect(anas.locator(".usage-number").first).to_have_text("0 of 3")


def test_before_minutes_are_used_one_is_asked(page: Page, server: Server, ben_desk: Device) -> None:
    ben_desk.open("KIOSK")
    look_at_usage(page, server, server.cast.ben)
    row(page, "KIOSK").get_by_role("button", name="Pause").click()
    move_pointer_away(page)
    expect(page.locator(PAUSED_GROUP)).to_be_visible()
    with closing(Database.open(server.database_url)) as database:
        set_licenses(database, "acme", 0, clock_for(database).now())
        give_minutes(database, 90, consent=PpuConsent.ASK)

    row(page, "KIOSK").get_by_role("button", name="Resume").click()
    expect(page.get_by_role("heading", name="Resume KIOSK?")).to_be_visible()
    page.get_by_role("button", name="Use minutes and resume").click()

    expect(page.locator("#pay-per-use .license-row")).to_contain_text("1 session, 89 minutes left")
    expect(row(page, "KIOSK")).to_contain_text("1 minute used")
    expect(page.locator(".usage-number").first).to_have_text("0 licenses")


def test_without_scripts_a_session_is_paused_and_resumed_by_plain_forms(
    page_without_script: Page, server: Server, ben_desk: Device
) -> None:
    ben_desk.open("KIOSK")
    page = page_without_script
    sign_in(page, server, server.cast.ben)

    row(page, "KIOSK").get_by_role("button", name="Pause").click()

    expect(page.locator(".message")).to_contain_text("KIOSK is paused and holds no license.")
    row(page, "KIOSK").get_by_role("button", name="Resume").click()
    expect(page.locator(".message")).to_have_text(re.compile("KIOSK goes on, on license 1."))
    expect(row(page, "KIOSK").locator(".badge")).to_have_text("Active")


def test_on_a_phone_it_is_a_card_with_the_same_button(
    open_browser: OpenBrowser, server: Server, ben_desk: Device
) -> None:
    ben_desk.open("KIOSK")
    page = open_browser()
    page.set_viewport_size({"width": 390, "height": 844})
    look_at_usage(page, server, server.cast.ben)

    row(page, "KIOSK").get_by_role("button", name="Pause").click()
    move_pointer_away(page)

    expect(page.locator(PAUSED_GROUP)).to_be_visible()
    expect(row(page, "KIOSK").get_by_role("button", name="Resume")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
