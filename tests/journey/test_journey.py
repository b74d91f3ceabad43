"""The whole loop: the real `seat` on two devices, the real server, and a person at License Usage in Chromium."""

import os
import re
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import live_status, remotes, row, tick
from tests.client.seats import Office, RunningSeat, SeatDevice
from tests.journey.truth import truth_of
from tests.support.cast import password_of
from tests.support.eventually import eventually
from tests.support.servers import Server

PROGRAM = ("sh", "-c", "echo $$; exec sleep 600")
NOTICE = 8
COUNTING = re.compile(r"Ending in 0:0\d")
REASON = "Maintenance at noon"
REFUSED, ENDED = 75, 76
PATIENCE, PATIENCE_MS = 60, 60_000


@pytest.fixture
def office(server: Server, tmp_path: Path, afterwards: ExitStack) -> Office:
    """An account with one license and a short notice, made as an operator makes it while the server runs."""
    return create_office(server, tmp_path, afterwards, NOTICE)


def create_office(server: Server, folder: Path, afterwards: ExitStack, notice: int) -> Office:
    """Create it with the operator's command."""
    office = Office(server, folder, afterwards, "office")
    done = server.command(
        "account", "create", office.domain, "--licenses", "1", "--notice-seconds", str(notice),
        "--owner", "olga", "--owner-name", "Olga Weiss", "--email", "olga@office.example",
        "--password-stdin", password=password_of("olga") + "\n",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return office


def run(device: SeatDevice, remote: str, *options: str) -> RunningSeat:
    """`seat run` with a program that says which process it is and goes on for ten minutes."""
    return device.start("run", "--remote", remote, *options, "--", *PROGRAM)


def program_of(running: RunningSeat) -> int:
    """The process that runs under a seat, once it does."""
    return int(eventually(lambda: running.out, within=PATIENCE, what="the program runs"))


def is_gone(process: int) -> bool:
    """Whether a process is no more."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


def refused_link(device: SeatDevice) -> str:
    """Run something that is refused: the link that is printed."""
    answer = device.seat("run", "--remote", "SECOND", "--", *PROGRAM)
    assert (answer.returncode, answer.stdout) == (REFUSED, "")
    assert "No license is free" in answer.stderr
    (link,) = re.findall(r"http\S+/usage\?refusal=\S+", answer.stderr)
    return str(link)


def follow_through_sign_in(page: Page, office: Office, link: str) -> None:
    """Open the link in a browser where nobody is signed in, and sign in on the way."""
    page.goto(link)
    expect(page).to_have_url(re.compile("/sign-in"))
    page.get_by_label("User name").fill(rf"\\{office.domain}\olga")
    page.get_by_label("Password").fill(password_of("olga"))
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(link)


def expect_refusal_explained(page: Page) -> None:
    """The page says what was refused, and shows who has the license."""
    told = "Your attempt to open SECOND from laptop was refused"
    expect(page.get_by_role("heading", name=told)).to_be_visible()
    expect(page.locator(".refusal")).to_contain_text("Then held by: License 1: Olga Weiss on desk.")
    expect(page.locator(".usage-number").first).to_have_text("1 of 1")
    expect(remotes(page)).to_have_text(["FIRST"])


def end_in_dialog(page: Page) -> None:
    """End Selected Sessions; a dialog asks for the reason."""
    tick(page, "FIRST").check()
    page.get_by_role("button", name="End Selected Sessions").click()
    page.get_by_label("Reason").fill(REASON)
    page.keyboard.press("Enter")


def expect_ended_at_deadline(office: Office, session: UUID, first: RunningSeat, program: int) -> None:
    """The terminal says who is ending it and why; the program lives until the deadline."""
    told = f"Olga Weiss is ending this session: {REASON}."
    eventually(lambda: told in first.err, what="the terminal shows the message")
    assert first.wait() == ENDED
    gone_at = datetime.now(UTC)
    assert is_gone(program)
    assert "The program is being ended." in first.err
    with truth_of(office) as truth:
        asked = truth.termination(session)
    assert (asked.takes_effect_at - asked.requested_at).total_seconds() == NOTICE
    assert (gone_at - asked.takes_effect_at).total_seconds() > -0.5
    assert asked.requested_at <= asked.told_at <= asked.confirmed_at < asked.takes_effect_at


def test_somebody_is_refused_frees_the_license_at_the_links_page_and_is_in(
    page: Page, office: Office
) -> None:
    desk, laptop = office.device("desk"), office.device("laptop")
    first = run(desk, "FIRST")
    program, session = program_of(first), desk.session()
    link = refused_link(laptop)
    third = run(laptop, "THIRD", "--wait")
    eventually(lambda: "Waiting for a license" in third.err, within=PATIENCE)
    follow_through_sign_in(page, office, link)
    expect(live_status(page)).to_have_text("Live")
    expect_refusal_explained(page)

    end_in_dialog(page)

    expect(row(page, "FIRST").locator(".badge")).to_have_text(COUNTING)
    expect(row(page, "FIRST")).to_contain_text(f"Ended by Olga Weiss: {REASON}")
    assert third.out == "", "the license is held until the deadline"
    expect_ended_at_deadline(office, session, first, program)
    assert not is_gone(program_of(third))
    assert "You are in. License 1." in third.err
    expect(remotes(page)).to_have_text(["THIRD"], timeout=PATIENCE_MS)
    expect(row(page, "THIRD").locator(".badge")).to_have_text("Active")
    expect(page.locator(".usage-number").first).to_have_text("1 of 1")


def test_the_same_without_scripts(page_without_script: Page, office: Office) -> None:
    page = page_without_script
    desk, laptop = office.device("desk"), office.device("laptop")
    first = run(desk, "FIRST")
    program, session = program_of(first), desk.session()
    link = refused_link(laptop)
    third = run(laptop, "THIRD", "--wait")
    eventually(lambda: "Waiting for a license" in third.err, within=PATIENCE)
    follow_through_sign_in(page, office, link)
    expect_refusal_explained(page)

    tick(page, "FIRST").check()
    page.get_by_role("textbox", name="Reason").fill(REASON)
    page.get_by_role("button", name="End Selected Sessions").click()

    expect(page.locator(".message")).to_have_text(
        f"1 session ends in {NOTICE} seconds. Until then you can keep it open."
    )
    expect_ended_at_deadline(office, session, first, program)
    assert not is_gone(program_of(third))
    page.goto(f"{office.server.url}/usage")
    expect(remotes(page)).to_have_text(["THIRD"])
    expect(row(page, "THIRD").locator(".badge")).to_have_text("Active")


def test_who_keeps_a_session_open_is_told_of_in_the_terminal(
    page: Page, server: Server, tmp_path: Path, afterwards: ExitStack
) -> None:
    office = create_office(server, tmp_path, afterwards, notice=60)
    first = run(office.device("desk"), "FIRST")
    program = program_of(first)
    follow_through_sign_in(page, office, f"{server.url}/usage")
    expect(live_status(page)).to_have_text("Live")
    end_in_dialog(page)
    eventually(lambda: f"Olga Weiss is ending this session: {REASON}." in first.err)

    row(page, "FIRST").get_by_role("button", name="Keep it open").click()

    eventually(lambda: "Your session is kept: the termination was taken back." in first.err)
    expect(row(page, "FIRST").locator(".badge")).to_have_text("Active")
    assert first.process.poll() is None
    assert not is_gone(program)
