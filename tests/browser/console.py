"""License Usage as somebody uses it, and the devices whose sessions it shows."""

from contextlib import closing
from typing import Any
from urllib.parse import quote

import httpx
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import update

from tests.support.cast import Person, Seat, sign_in_at_console
from tests.support.cookies import console_cookie
from tests.support.servers import SECRET_KEY, Server
from webapp.clock import SystemClock
from webapp.db import Database
from webapp.models import Account


class Device:
    """A program on a person's device, speaking to the server over HTTP."""

    def __init__(self, server: Server, seat: Seat) -> None:
        self._api = f"{server.url}/api/v1"
        self._headers = seat.bearer

    def open(self, remote: str) -> str:
        """Open a session; returns its id."""
        session: str = self._ask_for({"kind": "unattended", "remote": remote}, 201)["id"]
        return session

    def open_support(self) -> str:
        """Issue a session code that nobody has joined yet; returns the session's id."""
        session: str = self._ask_for({"kind": "support"}, 201)["id"]
        return session

    def refused(self, remote: str) -> str:
        """Ask for a session that must be refused; returns the link."""
        link: str = self._ask_for({"kind": "unattended", "remote": remote}, 409)["usage_url"]
        return link

    def close(self, session: str) -> None:
        """Close a session."""
        answer = httpx.delete(f"{self._api}/sessions/{session}", headers=self._headers, trust_env=False)
        assert answer.status_code == 204, answer.text

    def _ask_for(self, wish: dict[str, str], status: int) -> dict[str, Any]:
        answer = httpx.post(f"{self._api}/sessions", json=wish, headers=self._headers, trust_env=False)
        assert answer.status_code == status, answer.text
        found: dict[str, Any] = answer.json()
        return found


def sign_in(page: Page, server: Server, person: Person, address: str = "/usage") -> None:
    """Go to an address as somebody who has just signed in with this browser: no test needs the typing again."""
    with closing(Database.open(server.database_url)) as database:
        token = sign_in_at_console(database, person.login, SystemClock().now()).token
    cookie = console_cookie(token, SECRET_KEY)
    page.context.add_cookies([{"name": "seatkeeper", "value": cookie, "url": server.url}])
    page.goto(f"{server.url}{address}")


def type_sign_in(page: Page, server: Server, person: Person, address: str = "/usage") -> None:
    """Sign in by typing name and password, on the way to an address."""
    page.goto(f"{server.url}/sign-in?next={quote(address)}")
    page.get_by_label("User name").fill(person.login)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def look_at_usage(page: Page, server: Server, person: Person, address: str = "/usage") -> None:
    """Sign in, and see License Usage live."""
    sign_in(page, server, person, address)
    expect(live_status(page)).to_have_text("Live")


def shorten_notice(server: Server) -> None:
    """From now on sessions of acme end three seconds after somebody asks for it, not thirty."""
    acme = update(Account).where(Account.domain == "acme")
    with closing(Database.open(server.database_url)) as database:
        database.write(lambda tx: tx.execute(acme.values(notice_seconds=3)))


def live_status(page: Page) -> Locator:
    """The line that says whether the page is live."""
    return page.locator("#live-status")


def rows(page: Page) -> Locator:
    """The rows of sessions."""
    return page.locator(".session-row")


def row(page: Page, remote: str) -> Locator:
    """The row of the session to `remote`."""
    return rows(page).filter(has_text=remote)


def tick(page: Page, remote: str) -> Locator:
    """The tick of the session to `remote`."""
    return row(page, remote).get_by_role("checkbox")


def remotes(page: Page) -> Locator:
    """What the sessions are open to, in the order of the page."""
    return page.locator(".session-row [data-label='Remote side']")


def move_pointer_away(page: Page) -> None:
    """Take the pointer off the rows."""
    page.get_by_role("heading", name="License Usage").hover()
