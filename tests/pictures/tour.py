"""The way round with the camera: what is looked at, and what is done before it."""

import re

from playwright.sync_api import expect

from tests.browser.console import live_status, move_pointer_away, row, tick
from tests.pictures.camera import Camera
from tests.pictures.place import ADDRESS, Place

REASON = "Maintenance of the web server at noon"


def look_back(camera: Camera, place: Place) -> None:
    """Reports, pay per use and the audit trail."""
    page = camera.page
    place.sign_in(page, "ana", "/reports/usage?period=30d")
    expect(page.locator(".curve-live canvas")).to_be_visible()
    camera.take("usage-report")
    page.goto(f"{ADDRESS}/reports/licenses?period=30d")
    expect(page.locator("#answer")).to_be_visible()
    camera.take("license-report", above=".sizing-answer")
    page.goto(f"{ADDRESS}/reports/sessions?period=7d")
    camera.take("session-report")
    place.turn_minutes(on=True)
    page.goto(f"{ADDRESS}/ppu")
    camera.take("pay-per-use")
    place.turn_minutes(on=False)


def usage(camera: Camera, place: Place) -> None:
    """License Usage as it is, and after a refusal."""
    page = camera.page
    place.renew()
    page.goto(f"{ADDRESS}/usage")
    expect(live_status(page)).to_have_text("Live")
    camera.take("license-usage")
    link = place.refused("cleo", "CLEO-LAPTOP", "SRV-DB-02")
    place.sign_in(page, "cleo", link.removeprefix(ADDRESS))
    expect(live_status(page)).to_have_text("Live")
    camera.take("limit-reached")


def end_a_session(camera: Camera, place: Place) -> None:
    """The question, and the countdown."""
    page = camera.page
    place.renew()
    tick(page, "SRV-WEB-01").check()
    page.get_by_role("button", name="End Selected Sessions").click()
    page.get_by_label("Reason").fill(REASON)
    camera.take("end-selected-sessions")
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_role("button", name="Keep it open")).to_be_visible()
    page.goto(f"{ADDRESS}/usage")
    expect(live_status(page)).to_have_text("Live")
    move_pointer_away(page)
    camera.take("ending", above=".usage-card")
    row(page, "SRV-WEB-01").get_by_role("button", name="Keep it open").click()


def on_a_phone(camera: Camera, place: Place) -> None:
    """License Usage as cards."""
    place.renew()
    place.sign_in(camera.page, "ben", "/usage")
    expect(live_status(camera.page)).to_have_text("Live")
    camera.take("phone")


def support_session(camera: Camera, phone: Camera, place: Place) -> None:
    """The code on one side; on the other who helps, and the seconds that are left."""
    page = camera.page
    tick(page, "PLC-HALL-3").check()
    page.get_by_role("button", name="End Selected Sessions").click()
    page.get_by_role("button", name="End session").click()
    expect(row(page, "PLC-HALL-3").get_by_role("button", name="Keep it open")).to_be_visible()
    expect(page.locator(".usage-number").first).to_have_text("2 of 3", timeout=60_000)
    del place.tokens["DAN-HOME"]
    page.get_by_label("What the session is for").fill("Printer on floor 2")
    page.get_by_role("button", name="Start a session").click()
    expect(page.locator("#own-session-title")).to_have_text("Read this code to whoever you help")
    page.locator("h1").hover()
    camera.take("session-code")
    phone.page.context.clear_cookies()
    phone.page.goto(page.get_by_label("Or send this link").input_value())
    phone.page.get_by_label("Your name").fill("Maria Rossi")
    phone.take("join")
    phone.page.get_by_role("button", name="Join").click()
    expect(phone.page.locator("h1")).to_have_text("Cleo Marsh is helping you")
    place.renew()
    place.sign_in(page, "ben", "/usage")
    tick(page, "Maria Rossi").check()
    page.get_by_role("button", name="End Selected Sessions").click()
    page.get_by_label("Reason").fill("The server room needs a license")
    page.get_by_role("button", name="End session").click()
    expect(phone.page.locator(".session-countdown")).to_be_visible()
    phone.take("remote-side")


def administration(camera: Camera, place: Place) -> None:
    """Settings, rights, users and the audit trail; from then on only domain admins end other people's sessions."""
    page = camera.page
    place.sign_in(page, "ana", "/administration/settings/security")
    page.get_by_role("group", name="Control domain sessions").get_by_text(re.compile("^Off")).click()
    page.get_by_role("form", name="Session Management").get_by_role("button", name="Save").click()
    expect(page.locator(".message")).to_be_visible()
    page.goto(f"{ADDRESS}/administration/settings/security")
    camera.take("session-management")
    page.goto(f"{ADDRESS}/administration/users")
    camera.take("users")
    page.goto(f"{ADDRESS}/administration/audit")
    camera.take("audit")
