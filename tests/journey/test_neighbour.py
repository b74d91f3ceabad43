"""Another account's user, at the real server: nothing of this account exists for them."""

import re
from collections.abc import Iterator

import httpx
import pytest
from httpx_sse import EventSource

from tests.client.seats import Office
from tests.journey.callers import Caller, found
from tests.journey.conftest import Listen, OpenOffice
from tests.support.eventually import eventually
from tests.support.servers import Server
from webapp.client import LimitReached, Wish, sign_in_file
from webapp.client.events import SessionEnding

NAMING_A_SESSION = (
    ("GET", "/sessions/{id}"),
    ("DELETE", "/sessions/{id}"),
    ("PUT", "/sessions/{id}/lease"),
    ("POST", "/sessions/{id}/termination"),
    ("DELETE", "/sessions/{id}/termination"),
    ("PUT", "/sessions/{id}/termination/confirmation"),
)
SECRET = "SRV-SECRET"


@pytest.fixture
def office(standing: Server, open_office: OpenOffice) -> Office:
    """An account with one license."""
    return open_office(standing)


CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def csrf_token(page: str) -> str:
    """The token that the forms of a page carry."""
    return str(CSRF.findall(page)[0])


@pytest.fixture
def browser_of_gus(standing: Server) -> Iterator[httpx.Client]:
    """A browser in which gus is signed in, who owns globex."""
    gus = standing.cast.gus
    with httpx.Client(base_url=standing.url, trust_env=False, timeout=30) as browser:
        token = csrf_token(browser.get("/sign-in").text)
        form = {"csrf_token": token, "username": gus.login, "password": gus.password}
        answer = browser.post("/sign-in", data=form)
        assert answer.status_code == 303, answer.text
        yield browser


@pytest.fixture
def gus(standing: Server) -> Iterator[Caller]:
    """The program on his desk."""
    caller = Caller(standing.url, standing.cast.gus.desk)
    yield caller
    caller.hang_up()


def test_the_api_knows_nothing_of_another_accounts_session(office: Office, gus: Caller) -> None:
    desk = office.device("desk").client()
    session = desk.open_session(Wish(SECRET))

    answers = [gus.ask(method, path.format(id=session.id)) for method, path in NAMING_A_SESSION]

    assert [answer.status_code for answer in answers] == [404] * len(NAMING_A_SESSION)
    assert found(gus.ask("GET", "/sessions")) == {"items": [], "next": None}
    assert found(gus.ask("GET", f"/sessions?after={session.id}"))["items"] == []
    assert found(gus.ask("PUT", "/lease"))["sessions"] == []
    assert found(gus.ask("GET", "/licenses")) == {"licenses": 2, "in_use": 0, "holders": []}
    assert desk.session(session.id) == session


def test_a_device_stream_tells_nothing_of_another_accounts_sessions(
    standing: Server, office: Office, gus: Caller, listen: Listen
) -> None:
    desk, admin = office.device("desk"), office.device("admin").client()
    own_token = sign_in_file.read_signed_in(desk.folder / "seat.json").token
    streams = [listen(standing, standing.cast.gus.desk.token, last_id) for last_id in ("", "1")]
    theirs = listen(standing, own_token)
    session = desk.client().open_session(Wish(SECRET))

    admin.terminate(session.id)

    eventually(lambda: theirs.of(SessionEnding), what="its own device is told")
    own = found(gus.ask("POST", "/sessions", json={"kind": "unattended", "remote": "KIOSK"}))
    assert gus.ask("POST", f"/sessions/{own['id']}/termination").status_code == 202
    for stream in streams:
        (first,) = eventually(lambda stream=stream: stream.heard, what="what is his own")  # type: ignore[misc]
        assert (type(first.event), str(getattr(first.event, "id", ""))) == (SessionEnding, own["id"])
    gus.close(own["id"])


def test_the_console_and_its_stream_show_nothing_of_another_account(
    office: Office, browser_of_gus: httpx.Client
) -> None:
    desk, laptop = office.device("desk").client(), office.device("laptop").client()
    session = desk.open_session(Wish(SECRET))
    with pytest.raises(LimitReached) as refused:
        laptop.open_session(Wish(SECRET))
    query = str(httpx.URL(refused.value.usage_url or "").query, "ascii")

    pages = [browser_of_gus.get(address).text for address in ("/usage", f"/usage?{query}")]
    pages.append(first_update(browser_of_gus, f"/usage/events?{query}"))
    form = {"csrf_token": csrf_token(pages[0]), "session": str(session.id)}
    ended = browser_of_gus.post("/usage/terminations", data=form)
    kept = browser_of_gus.post("/usage/terminations/withdrawals", data={**form, "session": str(session.id)})

    assert query.startswith("refusal=")
    assert [(SECRET in page, "Olga" in page, "0 of 2" in page) for page in pages] == [
        (False, False, True)
    ] * 3
    assert (ended.status_code, kept.status_code) == (404, 404)
    assert desk.session(session.id) == session


def first_update(browser: httpx.Client, address: str) -> str:
    """What a console's stream sends first."""
    with browser.stream("GET", address) as stream:
        return next(each.data for each in EventSource(stream).iter_sse() if each.data)
