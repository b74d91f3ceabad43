import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import delete, update

from tests.browser.console import live_status, row
from tests.browser.supporting import (
    MARIA,
    PHONE_WIDTH,
    code_of,
    end_as_ben,
    invited,
    join,
    link_of,
    start,
    write,
)
from tests.support.browsers import OpenBrowser
from tests.support.clock import START
from tests.support.servers import Server
from webapp.models import Account, ClientSession, WrongCode

NOTICE_SECONDS = 3
LEASE_SECONDS = 6
ACME = Account.domain == "acme"


@pytest.fixture(autouse=True)
def nobody_waits(server: Server) -> None:
    """What others typed wrong before holds nobody up."""
    write(server, delete(WrongCode))


@pytest.fixture
def ana(page: Page, server: Server) -> Page:
    """Ana, who has started a session in her browser and sees its code."""
    return start(page, server)


@pytest.fixture
def phone(open_browser: OpenBrowser) -> Page:
    """The phone of whoever was invited."""
    return invited(open_browser)


@pytest.fixture
def maria(ana: Page, phone: Page) -> Page:
    """Maria's phone, with which she has joined by the link."""
    phone.goto(link_of(ana))
    return join(phone)


def test_somebody_joins_by_the_code_and_the_operator_sees_it_at_once(
    ana: Page, phone: Page, server: Server
) -> None:
    phone.goto(f"{server.url}/join")
    phone.get_by_label("Session code").fill(code_of(ana))
    join(phone)

    expect(ana.locator("#own-session-title")).to_have_text(f"{MARIA} has joined")
    expect(ana).to_have_title(re.compile(f"^{MARIA} has joined"))
    expect(ana.locator(".session-code")).to_have_count(0)
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE_WIDTH


def test_the_code_counts_down_and_a_new_one_begins_anew(ana: Page, phone: Page) -> None:
    old = link_of(ana)
    expect(ana.locator(".session-expiry")).to_have_text(re.compile(r"Expires in 29:\d\d"))

    ana.get_by_role("button", name="New code").click()

    expect(ana.locator(".message")).to_contain_text("There is a new code.")
    assert link_of(ana) != old
    phone.goto(old)
    phone.get_by_label("Your name").fill(MARIA)
    phone.get_by_role("button", name="Join").click()
    expect(phone.locator(".invalid-feedback")).to_contain_text("Nobody can join by this code")


def test_the_link_is_copied(ana: Page) -> None:
    ana.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(live_status(ana)).to_have_text("Live")

    ana.get_by_role("button", name="Copy link").click()

    expect(ana.get_by_role("button", name="Copied")).to_be_visible()
    assert ana.evaluate("navigator.clipboard.readText()") == link_of(ana)


def test_when_it_is_ended_the_remote_side_reads_the_message_and_it_closes_at_the_notice(
    ana: Page, maria: Page, open_browser: OpenBrowser, server: Server
) -> None:
    write(server, update(Account).where(ACME).values(notice_seconds=NOTICE_SECONDS))
    end_as_ben(open_browser(), server, "Lunch")
    message = f"Ben Okafor is ending this session: Lunch. It closes in {NOTICE_SECONDS} seconds; save your work now."

    expect(maria.locator("#remote-alert")).to_have_text(f"This session is about to close. {message}")
    expect(maria.locator(".session-countdown")).to_have_text(re.compile(r"Closes in\s+0:0[1-3]"))
    expect(ana.locator(".session-detail")).to_have_text(message)

    for page in (maria, ana):
        expect(page.locator(".session-title")).to_contain_text("session is over")
        expect(page.locator(".session-detail")).to_have_text("Ben Okafor ended this session: Lunch.")
    expect(maria.get_by_text("You may close this page.")).to_be_visible()
    expect(maria.get_by_role("button", name="Leave")).to_have_count(0)


def test_the_seconds_that_count_down_are_not_read_out_each_second(
    ana: Page, maria: Page, open_browser: OpenBrowser, server: Server
) -> None:
    ben = open_browser()
    end_as_ben(ben, server, "Lunch")
    expect(maria.locator(".session-countdown")).to_be_visible()
    before = maria.locator("#remote-alert").text_content()
    seconds = maria.locator(".session-countdown strong").inner_text()

    expect(maria.locator(".session-countdown strong")).not_to_have_text(seconds)

    assert maria.locator("#remote-alert").text_content() == before
    assert maria.locator("#remote-alert").locator("[data-until]").count() == 0
    row(ben, MARIA).get_by_role("button", name="Keep it open").click()
    expect(maria.locator("#remote-title")).to_have_text("Ana Novak is helping you")
    expect(maria.locator("#remote-alert")).to_have_text("")


def test_the_remote_side_leaves_and_the_license_is_free(ana: Page, maria: Page) -> None:
    maria.get_by_role("button", name="Leave").click()

    expect(maria.locator("#remote-title")).to_have_text("The session is over")
    expect(maria.locator(".session-detail")).to_have_text("You left it.")
    expect(ana.locator(".session-detail")).to_have_text(f"{MARIA} has left.")
    ana.get_by_role("link", name="License Usage").last.click()
    expect(ana.locator(".usage-number").first).to_have_text("0 of 3")


def test_the_operator_ends_it_and_the_remote_side_is_told_at_once(ana: Page, maria: Page) -> None:
    ana.get_by_role("button", name="End session").click()

    expect(maria.locator("#remote-title")).to_have_text("The session is over")
    expect(maria.locator(".session-detail")).to_have_text("Ana Novak ended it.")


def test_a_reload_comes_back_to_the_session(maria: Page) -> None:
    maria.reload()

    expect(maria.locator("#remote-title")).to_have_text("Ana Novak is helping you")


def test_the_page_keeps_the_lease_and_closing_it_gives_the_license_back(page: Page, server: Server) -> None:
    write(server, update(Account).where(ACME).values(lease_seconds=LEASE_SECONDS))
    ana = start(page, server)
    beside = ana.context.new_page()
    beside.goto(f"{server.url}/usage")
    with ana.expect_response(re.compile("/lease$")) as renewed:
        pass
    assert renewed.value.status == 204

    ana.close()

    expect(beside.locator(".usage-number").first).to_have_text("0 of 3")


def test_an_expired_code_is_said_on_the_operators_page(page: Page, server: Server, phone: Page) -> None:
    ana = start(page, server)
    link = link_of(ana)
    write(server, update(ClientSession).where(ClientSession.state == "standby").values(expires_at=START))

    expect(ana.locator(".session-detail")).to_have_text(
        "Nobody joined before the code expired. Its license is free again."
    )
    phone.goto(link)
    phone.get_by_label("Your name").fill(MARIA)
    phone.get_by_role("button", name="Join").click()
    expect(phone.locator(".invalid-feedback")).to_contain_text("Nobody can join by this code")


def test_without_scripts_all_of_it_works_by_reloading(
    page_without_script: Page, open_browser: OpenBrowser, server: Server
) -> None:
    ana = start(page_without_script, server)
    phone = invited(open_browser, java_script_enabled=False)
    phone.goto(link_of(ana))
    join(phone)

    ana.reload()
    expect(ana.locator("#own-session-title")).to_have_text(f"{MARIA} has joined")
    assert (
        ana.locator("noscript meta[http-equiv=refresh]").count()
        + ana.locator("meta[http-equiv=refresh]").count()
    )

    phone.get_by_role("button", name="Leave").click()

    expect(phone.locator("#remote-title")).to_have_text("The session is over")
    ana.reload()
    expect(ana.locator(".session-detail")).to_have_text(f"{MARIA} has left.")
    ana.get_by_role("button", name="Start another session").click()
    expect(ana.locator("#own-session-title")).to_have_text("Read this code to whoever you help")
