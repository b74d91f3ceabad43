"""Where the pictures are taken: the demonstration's account with its past, and devices that hold all licenses.

It is always Wednesday, half past ten, there (as long as Debian's faketime is found), so that pictures which are taken anew
differ by little.
"""

import os
import sys
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import httpx
from playwright.sync_api import Page

from tests.support.cookies import console_cookie
from tests.support.faketime import find_faketime
from tests.support.servers import SECRET_KEY, Server
from webapp.clock import SystemClock
from webapp.db import Database, upgrade
from webapp.demo.account import DOMAIN, ensure_account
from webapp.demo.history import play_history
from webapp.domain.access import Actor
from webapp.domain.states import SessionKind
from webapp.domain.versions import version_of
from webapp.services.add_minutes import add_minutes
from webapp.services.admit_session import Admitted, OpenRequest, admit_session
from webapp.services.change_settings import change_settings
from webapp.services.renew_leases import renew_device_leases
from webapp.services.set_ppu import set_ppu
from webapp.services.sign_in_device import DeviceSignedIn, sign_in_device
from webapp.services.sign_in_user import SignedIn, sign_in_user

ADDRESS = "http://seatkeeper.acme.example"
"""What the pictures call the server. The browser is told where that is."""
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PASSWORD = "horses and batteries"
WEDNESDAY = 2
RENEWS_EVERY = timedelta(seconds=60)
INSIDE = str(Path("tests/failover/inside").resolve())
OPEN = (
    ("ana", "ANA-DESK", "SRV-DB-02", "203.0.113.20", timedelta(minutes=64, seconds=22)),
    ("ana", "ANA-DESK", "CAD-RENDER-4", "203.0.113.44", timedelta(minutes=18, seconds=40)),
    ("ben", "WS-BEN-07", "SRV-WEB-01", "198.51.100.7", timedelta(minutes=41, seconds=5)),
    ("dan", "DAN-HOME", "PLC-HALL-3", "192.0.2.44", timedelta(minutes=96, seconds=55)),
)
"""Who has opened what, from where, how long ago."""


@dataclass
class Place:
    """The server with the account, and who is signed in on its devices: their tokens."""

    server: Server
    offset: timedelta
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def browser_argument(self) -> str:
        """What tells a browser where the server is."""
        return f"--host-resolver-rules=MAP seatkeeper.acme.example:80 127.0.0.1:{self.server.port}"

    @property
    def now(self) -> datetime:
        """What time it is there."""
        return SystemClock().now() + self.offset

    def cookie_of(self, user: str) -> str:
        """The cookie of a browser in which somebody has signed in."""
        with closing(Database.open(self.server.database_url)) as db:
            answer = sign_in_user(db, rf"{DOMAIN}\{user}", PASSWORD, "192.0.2.1", BROWSER, self.now)
        assert isinstance(answer, SignedIn), answer
        return console_cookie(answer.token, SECRET_KEY)

    def sign_in(self, page: Page, user: str, address: str) -> None:
        """Somebody goes to an address, signed in."""
        page.context.add_cookies([{"name": "seatkeeper", "value": self.cookie_of(user), "url": ADDRESS}])
        page.goto(f"{ADDRESS}{address}")

    def turn_minutes(self, *, on: bool) -> None:
        """Turn pay per use on or off."""
        with closing(Database.open(self.server.database_url)) as db:
            set_ppu(db, DOMAIN, self.now, is_on=on, expires=None)

    def renew(self) -> None:
        """Every device renews its leases, as its client would."""
        for token in self.tokens.values():
            bearer = {"Authorization": f"Bearer {token}"}
            httpx.put(f"{self.server.url}/api/v1/lease", headers=bearer, trust_env=False).raise_for_status()

    def close(self, device: str) -> None:
        """A device closes all that it has open."""
        bearer = {"Authorization": f"Bearer {self.tokens.pop(device)}"}
        with httpx.Client(base_url=f"{self.server.url}/api/v1/", headers=bearer, trust_env=False) as api:
            for session in api.get("sessions").json()["items"]:
                api.delete(f"sessions/{session['id']}")

    def refused(self, user: str, device: str, remote: str) -> str:
        """Somebody asks for a session in vain; returns the link."""
        with closing(Database.open(self.server.database_url)) as db:
            signed_in = _on(db, user, device, self.now)
        answer = httpx.post(
            f"{self.server.url}/api/v1/sessions", json={"kind": "unattended", "remote": remote},
            headers={"Authorization": f"Bearer {signed_in.token}"}, trust_env=False,
        )  # fmt: skip
        assert answer.status_code == 409, answer.text
        return str(answer.json()["usage_url"])


def open_place(folder: Path) -> Place:
    """Make the account in a new database, play its past, and serve it."""
    folder.mkdir(parents=True)
    url = f"sqlite:///{folder}/seatkeeper.db"
    (folder / "demo-password").write_text(PASSWORD)
    server = Server(folder, None, DATABASE_URL=url, WORKERS="1", PUBLIC_URL=ADDRESS)  # type: ignore[arg-type]  # not the cast's
    environment, offset = _other_time()
    place = Place(server, offset)
    upgrade(url)
    with closing(Database.open(url)) as db:
        ensure_account(db, folder, place.now, _play)
        _open_sessions(db, place)
    with patch.dict(os.environ, environment):
        server.start()
    return place


def _other_time() -> tuple[dict[str, str], timedelta]:
    """How a server sees last Wednesday morning, and how far away that is."""
    library = find_faketime()
    if library is None:
        print("No faketime: the pictures show today.", file=sys.stderr)
        return {}, timedelta()
    now = SystemClock().now()
    there = (now - timedelta(days=(now.weekday() - WEDNESDAY) % 7 or 7)).replace(hour=10, minute=30, second=0)
    offset = there.replace(microsecond=now.microsecond) - now
    return {
        "LD_PRELOAD": str(library),
        "FAKETIME": f"{int(offset.total_seconds()):+d}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "PYTHONPATH": os.pathsep.join([INSIDE, *filter(None, [os.environ.get("PYTHONPATH")])]),
    }, offset


def _play(db: Database, password: str, now: datetime) -> None:
    """The past, with minutes that helped out on each day until they were turned off this morning."""
    began = now - timedelta(days=42)
    set_ppu(db, DOMAIN, began, is_on=True, expires=None)
    add_minutes(db, DOMAIN, 2400, "Invoice 2031", began)
    owner = _on(db, "ana", "ANA-DESK", began).actor
    change_settings(db, owner, {"ppu_day_cap": "40"}, version_of({"ppu_day_cap": None}), began)
    play_history(db, password, now)
    set_ppu(db, DOMAIN, now - timedelta(hours=3), is_on=False, expires=None)


def _open_sessions(db: Database, place: Place) -> None:
    now = place.now
    for user, device, remote, address, ago in sorted(OPEN, key=lambda one: -one[4]):
        signed_in = _on(db, user, device, now - ago)
        place.tokens[device] = signed_in.token
        wish = OpenRequest(SessionKind.UNATTENDED, remote, address)
        answer = admit_session(db, signed_in.actor, wish, now - ago)
        assert isinstance(answer, Admitted), answer
        _renew_until(db, signed_in.actor, now - ago, now)


def _renew_until(db: Database, actor: Actor, at: datetime, now: datetime) -> None:
    while at < now:
        at = min(at + RENEWS_EVERY, now)
        renew_device_leases(db, actor, at)


def _on(db: Database, user: str, device: str, now: datetime) -> DeviceSignedIn:
    login = rf"{DOMAIN}\{user}"
    answer = sign_in_device(db, login, PASSWORD, f"demo-{device.lower()}", device, now, address="192.0.2.1")
    assert isinstance(answer, DeviceSignedIn), answer
    return answer
