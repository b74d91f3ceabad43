from playwright.sync_api import expect

from tests.browser.accessibility.axe import Inspector
from tests.browser.console import Device
from tests.support.servers import Server

TITLE = "Administration"
SETTINGS = "/administration/settings"
USERS = "/administration/users"
CSV = "name,full name,e-mail\nhana,Hana,hana@acme.example\nben,Benedict,\nx y,,\n"


def test_settings_and_rights(inspector: Inspector, server: Server) -> None:
    page = inspector.page
    inspector.sign_in(server.cast.ana)
    inspector.visit(SETTINGS, TITLE)
    inspector.visit(f"{SETTINGS}/overview", TITLE)
    inspector.visit(f"{SETTINGS}/license-usage", TITLE)
    page.get_by_label("Seconds of notice").fill("x")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".invalid-feedback")).to_be_visible()
    inspector.look("a wrong setting")
    page.get_by_label("Seconds of notice").fill("31")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".message")).to_be_visible()
    inspector.look("a saved setting")
    inspector.visit(f"{SETTINGS}/security", TITLE)
    inspector.visit(f"{SETTINGS}/overview", TITLE)

    assert inspector.flaws == []


def test_users(inspector: Inspector, server: Server, ben_desk: Device) -> None:
    page = inspector.page
    ben_desk.open("KIOSK")
    inspector.sign_in(server.cast.ana)
    inspector.visit(USERS, TITLE)
    page.get_by_role("checkbox").nth(1).check()
    inspector.look("one is ticked")
    inspector.visit(f"{USERS}?q=nobody", TITLE)
    for tab in ("profile", "security", "ppu"):
        inspector.visit(f"{USERS}/ben/{tab}", TITLE)
    inspector.visit(f"{USERS}/actions?action=disable&user=ben&user=ana", TITLE)
    inspector.visit(f"{USERS}/new", TITLE)
    page.get_by_role("button", name="Create user").click()
    expect(page.locator(".invalid-feedback").first).to_be_visible()
    inspector.look("a new user, refused")

    assert inspector.flaws == []


def test_import_and_audit(inspector: Inspector, server: Server) -> None:
    page = inspector.page
    inspector.sign_in(server.cast.ana)
    inspector.visit(f"{USERS}/import", TITLE)
    page.get_by_label("or paste it here").fill(CSV)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".import-line")).to_have_count(3)
    inspector.look("the preview")
    inspector.visit("/administration/audit", TITLE)
    inspector.visit("/administration/audit?q=nothing-like-this", TITLE)

    assert inspector.flaws == []
