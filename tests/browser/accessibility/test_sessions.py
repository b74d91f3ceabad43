import pyotp
from playwright.sync_api import expect

from tests.browser.accessibility.axe import Inspector
from tests.browser.accessibility.conftest import Inspect
from tests.browser.console import row, tick, type_sign_in
from tests.browser.supporting import MARIA, link_of
from tests.support.servers import Server
from webapp.clock import SystemClock


def test_a_support_session_on_both_sides(inspect: Inspect, server: Server) -> None:
    ana, maria, ben = inspect(), inspect(), inspect()
    ana.sign_in(server.cast.ana)
    ana.page.get_by_label("What the session is for").fill("Printer")
    ana.page.get_by_role("button", name="Start a session").click()
    expect(ana.page.locator("#own-session-title")).to_have_text("Read this code to whoever you help")
    ana.look("the code")
    maria.page.goto(link_of(ana.page))
    maria.look("the link")
    maria.page.get_by_label("Your name").fill(MARIA)
    maria.page.get_by_role("button", name="Join").click()
    for side in (ana, maria):
        expect(side.page.locator("body")).to_contain_text(MARIA)
        side.look("joined")
    ben.sign_in(server.cast.ben)
    tick(ben.page, MARIA).check()
    ben.page.get_by_role("button", name="End Selected Sessions").click()
    ben.page.get_by_role("dialog").get_by_role("button", name="End session").click()
    expect(row(ben.page, MARIA).get_by_role("button", name="Keep it open")).to_be_visible()
    for side in (ana, maria):
        expect(side.page.locator(".session-countdown")).to_be_visible()
        side.look("being ended")
    maria.page.get_by_role("button", name="Leave").click()
    for side in (ana, maria):
        expect(side.page.locator(".session-title")).to_contain_text("session is over")
        side.look("over")

    assert [*ana.flaws, *maria.flaws] == []


def test_your_account_and_the_second_step(inspector: Inspector, server: Server) -> None:
    page = inspector.page
    inspector.sign_in(server.cast.ben)
    inspector.visit("/account/security", "Your account")
    inspector.visit("/password", "Change your password")
    inspector.visit("/account/two-step", "Two-step verification")
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_role("img", name="QR code for your authenticator app")).to_be_visible()
    inspector.look("the QR code")
    secret = page.locator("#secret").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows").fill(pyotp.TOTP(secret).at(SystemClock().now()))
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    inspector.look("the recovery codes")
    page.context.clear_cookies()
    type_sign_in(page, server, server.cast.ben)
    expect(page.get_by_label("Code")).to_be_visible()
    inspector.look("the second step")

    assert inspector.flaws == []
