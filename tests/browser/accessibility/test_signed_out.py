from collections.abc import Callable
from contextlib import closing

from playwright.sync_api import Page, expect

from tests.browser.accessibility.axe import Inspector
from tests.support.databases import Databases
from tests.support.servers import StartServer
from webapp.clock import clock_for
from webapp.db import Database
from webapp.services.set_up_installation import issue_setup_link
from webapp.web.manual_pages import PAGES


def test_pages_for_anybody(inspector: Inspector) -> None:
    page = inspector.page
    inspector.visit("/sign-in", "Sign in")
    page.get_by_label("User name").fill("ana")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    inspector.look("sign-in, refused")
    page.locator("[popovertarget=user-menu]").click()
    inspector.look("the menu")
    inspector.visit("/join", "Join a session")
    page.get_by_label("Code").fill("482913057612")
    page.get_by_label("Your name").fill("Maria Rossi")
    page.get_by_role("button", name="Join").click()
    expect(page.locator(".invalid-feedback")).to_be_visible()
    inspector.look("join, refused")
    inspector.visit("/nothing-here", "Nothing here")

    assert inspector.flaws == []


def test_the_manual(inspector: Inspector) -> None:
    inspector.visit("/help", "Help")
    for shown in PAGES:
        inspector.visit(f"/help/{shown.name}", shown.title)

    assert inspector.flaws == []


def test_setting_up(page: Page, start_server: StartServer, databases_of: Callable[[str], Databases]) -> None:
    databases = databases_of("sqlite")
    _, url = databases.copy("empty")
    server = start_server(url, databases.cast(), WORKERS="1")
    with closing(Database.open(url)) as database:
        token = issue_setup_link(database, clock_for(database).now())
    inspector = Inspector(page, server)
    inspector.visit(f"/set-up/{token}", "Set up Seatkeeper")
    page.get_by_role("button", name="Create the account").click()
    expect(page.locator(".invalid-feedback").first).to_be_visible()
    inspector.look("set up, refused")

    assert inspector.flaws == []
