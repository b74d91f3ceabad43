"""Support sessions as two people have them: whoever helps, in a browser, and whoever was invited, on a phone."""

from contextlib import closing
from datetime import timedelta
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import Executable, update

from tests.browser.console import sign_in, tick
from tests.support.browsers import OpenBrowser
from tests.support.servers import Server
from webapp.clock import clock_for
from webapp.db import Database
from webapp.models import SessionCode

MARIA = "Maria Rossi"
PHONE_WIDTH = 360


def write(server: Server, *changes: Executable) -> None:
    """Change what is stored, while the server runs."""
    with closing(Database.open(server.database_url)) as database:
        for change in changes:
            database.write(lambda tx, this=change: tx.execute(this))  # type: ignore[misc]


def age_codes(server: Server, minutes: float) -> None:
    """All session codes were issued this long ago."""
    with closing(Database.open(server.database_url)) as database:
        issued_at = clock_for(database).now() - timedelta(minutes=minutes)
        database.write(lambda tx: tx.execute(update(SessionCode).values(issued_at=issued_at)))


def invited(open_browser: OpenBrowser, **options: Any) -> Page:
    """The phone of whoever was invited."""
    page = open_browser(is_mobile=True, has_touch=True, **options)
    page.set_viewport_size({"width": PHONE_WIDTH, "height": 720})
    return page


def start(page: Page, server: Server) -> Page:
    """Start a session on License Usage."""
    sign_in(page, server, server.cast.ana)
    page.get_by_label("What the session is for").fill("Printer")
    page.get_by_role("button", name="Start a session").click()
    expect(page.locator("#own-session-title")).to_have_text("Read this code to whoever you help")
    return page


def link_of(page: Page) -> str:
    """The link of the session on this page."""
    return page.get_by_label("Or send this link").input_value()


def code_of(page: Page) -> str:
    """Its code, as it is read out."""
    return page.locator(".session-code > [aria-hidden]").inner_text()


def join(page: Page, name: str = MARIA) -> Page:
    """Give a name, and join."""
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ana Novak is helping you")
    return page


def end_as_ben(page: Page, server: Server, reason: str) -> None:
    """Ben ends the session on License Usage."""
    sign_in(page, server, server.cast.ben)
    tick(page, MARIA).check()
    page.get_by_role("button", name="End Selected Sessions").click()
    page.get_by_role("dialog").get_by_label("Reason").fill(reason)
    page.keyboard.press("Enter")
