from datetime import timedelta

import pyotp
from playwright.sync_api import Page, expect

from tests.browser.console import live_status, type_sign_in
from tests.support.browsers import OpenBrowser
from tests.support.cast import Person
from tests.support.servers import Server
from webapp.clock import SystemClock

ONE_STEP = timedelta(seconds=30)
"""The code after the one that was just used: no test waits half a minute for it."""


def open_menu(page: Page, item: str) -> None:
    """Choose something from the user menu."""
    page.get_by_role("button", name=r"\\acme\ben").click()
    page.locator("#user-menu").get_by_text(item).click()


def turn_on(page: Page) -> tuple[str, list[str]]:
    """Set two-step verification up; returns the secret and the recovery codes."""
    open_menu(page, "Your account")
    page.get_by_role("link", name="Set up").click()
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("img", name="QR code for your authenticator app")).to_be_visible()
    secret = page.locator("#secret").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows").fill(pyotp.TOTP(secret).at(SystemClock().now()))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    codes = page.locator(".recovery-codes code").all_inner_texts()
    page.get_by_role("link", name="I have kept them").click()
    return secret, codes


def sign_in_with(page: Page, server: Server, person: Person, code: str) -> None:
    """Sign out if need be, and in with password and code."""
    type_sign_in(page, server, person)
    page.get_by_label("Code").fill(code)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def test_the_second_step_is_set_up_and_then_asked_for(
    page: Page, open_browser: OpenBrowser, server: Server
) -> None:
    ben = server.cast.ben
    type_sign_in(page, server, ben)
    secret, codes = turn_on(page)
    expect(page.get_by_text("With 10 recovery codes left.")).to_be_visible()
    open_menu(page, "Sign out")

    sign_in_with(page, server, ben, pyotp.TOTP(secret).at(SystemClock().now() + ONE_STEP))
    expect(page.get_by_role("heading", name="License Usage")).to_be_visible()
    open_menu(page, "Sign out")

    sign_in_with(page, server, ben, codes[0])
    expect(page.get_by_role("heading", name="License Usage")).to_be_visible()
    other = open_browser(java_script_enabled=False)
    sign_in_with(other, server, ben, codes[0])
    expect(other.get_by_text("This code is wrong, or was used already.")).to_be_visible()


def test_a_browser_that_is_signed_out_elsewhere_leaves_its_page_by_itself(
    page: Page, open_browser: OpenBrowser, server: Server
) -> None:
    ben = server.cast.ben
    left_open = open_browser()
    type_sign_in(left_open, server, ben)
    expect(live_status(left_open)).to_have_text("Live")
    type_sign_in(page, server, ben)
    open_menu(page, "Your account")

    page.get_by_role("button", name="Sign out everywhere else").click()

    expect(page.get_by_text("You are signed out everywhere else.")).to_be_visible()
    expect(left_open).to_have_url(f"{server.url}/sign-in?next=/usage")


def test_the_password_is_changed_without_javascript(page_without_script: Page, server: Server) -> None:
    ana, page = server.cast.ana, page_without_script
    type_sign_in(page, server, ana, "/account/security")
    page.get_by_role("link", name="Change").click()
    page.get_by_label("Present password").fill(ana.password)
    page.get_by_label("New password", exact=True).fill("seven green parrots")
    page.get_by_label("New password again").fill("seven green parrots")
    page.get_by_role("button", name="Change the password").click()

    expect(page.get_by_text("Your password is changed")).to_be_visible()
