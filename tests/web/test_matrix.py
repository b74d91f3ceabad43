"""Every route and API path, asked by every kind of person, answers as `matrix.py` says; a new route needs a line there."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from tests.services.acting import opened
from tests.support.cast import Cast, Seat, add_user, sign_in_at_console, sign_in_on
from tests.support.clock import START, FrozenClock
from tests.support.databases import Databases, on_sqlite
from tests.web.filling import filled_in, form_to
from tests.web.matrix import COLUMNS, TABLE
from tests.web.visits import page, send
from webapp.db import Database
from webapp.domain.access import Right
from webapp.live import hub_of
from webapp.models import User
from webapp.services.set_licenses import set_licenses
from webapp.services.steps.rights import store_own_right

pytestmark = on_sqlite
MAY = {
    "none": set[Right](),
    "view-own": {Right.VIEW_OWN},
    "own": {Right.VIEW_OWN, Right.CONTROL_OWN},
    "view": {Right.VIEW_OWN, Right.VIEW_DOMAIN},
    "look": {Right.VIEW_OWN, Right.VIEW_DOMAIN, Right.CONTROL_OWN},
    "domain": set(Right),
}
OUTSIDE = {"static"}


@dataclass(frozen=True)
class Line:
    """A line of the table."""

    method: str
    path: str
    sent: dict[str, str]
    statuses: dict[str, int]

    @property
    def is_about_sessions(self) -> bool:
        """Whether it names a session, so that there has to be one."""
        return any("{" in text for text in (self.path, *self.sent.values()))

    def __str__(self) -> str:
        """The name of its test."""
        return " ".join([self.method, self.path, *(f"{name}={value}" for name, value in self.sent.items())])


def lines() -> Iterator[Line]:
    """The lines of the table."""
    for text in TABLE.splitlines():
        asked, bar, answered = text.partition("|")
        if bar:
            method, path, *sent = asked.split()
            statuses = dict(zip(COLUMNS, map(int, answered.split()), strict=True))
            yield Line(method, path, dict(_pair(part, path) for part in sent), statuses)


def _pair(sent: str, path: str) -> tuple[str, str]:
    name, _, value = sent.partition("=")
    return name, path if name == "form" and not value else value


LINES = list(lines())


@dataclass(frozen=True)
class Caller:
    """A person with a browser, and a program on a device of theirs."""

    browser: FlaskClient
    program: FlaskClient
    seat: Seat | None


def gather_callers(database: Database, _cast: Cast) -> dict[str, tuple[str, Seat]]:
    """Somebody of each column: the token of their browser, and their seat."""
    set_licenses(database, "acme", 100, START)
    for name, rights in MAY.items():
        add_user(database, name)
        _restrict(database, name, rights)
    for name in ("admin", "read-only"):
        add_user(database, name, is_domain_admin=True)
    this = update(User).where(User.name == "read-only")
    database.write(lambda tx: tx.execute(this.values(is_read_only=True)))
    people = {name: rf"acme\{name}" for name in (*MAY, "admin", "read-only")}
    people.update(owner=r"acme\ana", other=r"globex\gus")
    return {
        column: (
            sign_in_at_console(database, login).token,
            sign_in_on(database, login, f"{login}-matrix", "MATRIX"),
        )
        for column, login in people.items()
    }


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A database of the test's own in which somebody of each column lives."""
    databases.furnish("matrix", gather_callers)
    name, url = databases.copy("matrix")
    yield url
    databases.drop(name)


@pytest.fixture
def callers(app: Flask, databases: Databases) -> Iterator[dict[str, Caller]]:
    """Somebody of each column."""
    people = databases.furnish("matrix", gather_callers)
    yield {
        "anonymous": Caller(app.test_client(), app.test_client(), None),
        **{column: _caller(app, token, seat) for column, (token, seat) in people.items()},
    }
    hub_of(app).is_stopping = lambda: True


@pytest.mark.parametrize("line", LINES, ids=str)
def test_each_is_answered_as_written(
    line: Line, callers: dict[str, Caller], database: Database, cast: Cast, clock: FrozenClock
) -> None:
    form = _form_of_owner(line, callers["owner"].browser)
    answers = {}
    for column, caller in callers.items():
        theirs = opened(database, cast.ben.desk, clock.now()).id if line.is_about_sessions else uuid4()
        seat = caller.seat if line.is_about_sessions else None
        mine = opened(database, seat, clock.now()).id if seat else uuid4()
        names = {"mine": str(mine), "theirs": str(theirs)}
        sent = {
            **form,
            **{name: value.format(**names) for name, value in line.sent.items() if name != "form"},
        }
        answer = _ask(caller, line.method, line.path.format(**names), sent)
        answers[column] = answer.status_code
        answer.close()

    assert answers == line.statuses


def test_every_route_has_a_line(app: Flask) -> None:
    adapter = app.url_map.bind("localhost")
    covered = set()
    for line in LINES:
        path = line.path.partition("?")[0].format(mine=uuid4(), theirs=uuid4())
        covered.add((line.method, adapter.match(path, line.method, return_rule=True)[0].rule))
    routes = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in OUTSIDE
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert routes - covered == set()


def _ask(caller: Caller, method: str, path: str, sent: dict[str, str]) -> TestResponse:
    if path.startswith("/api/"):
        bearer = caller.seat.bearer if caller.seat else {}
        return caller.program.open(path, method=method, headers=bearer, json=sent or None)
    if method == "POST":
        return send(caller.browser, path, sent)
    return caller.browser.get(path)


def _form_of_owner(line: Line, owner: FlaskClient) -> dict[str, str]:
    if "form" not in line.sent:
        return {}
    return filled_in(form_to(page(owner, line.sent["form"]), line.path))


def _restrict(db: Database, name: str, rights: set[Right]) -> None:
    with db.read() as tx:
        user = tx.execute(select(User.account_id, User.user_id).where(User.name == name)).one()
    for right in set(Right) - rights:
        db.write(lambda tx, r=right: store_own_right(tx, user.account_id, user.user_id, r, own=False))  # type: ignore[misc]


def _caller(app: Flask, token: str, seat: Seat) -> Caller:
    browser = app.test_client()
    with browser.session_transaction() as kept:
        kept["_user_id"] = token
        kept["_fresh"] = True
    return Caller(browser, app.test_client(), seat)
