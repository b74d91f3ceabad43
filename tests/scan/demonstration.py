"""The demonstration as something to scan: in a folder of its own, with its owner signed in, and patient with wrong passwords."""

import os
import re
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path

import httpx

from tests.support.eventually import eventually
from tests.support.servers import free_port

PASSWORD = re.compile(r"Password:\s+(\S+)")
FORGET_SECONDS = 0.5
STARTS_WITHIN = 180.0


@dataclass(frozen=True)
class Demonstration:
    """Where it is, and what its owner's browser and device come with."""

    url: str
    cookie: str
    csrf_token: str
    bearer: str


@contextmanager
def demonstration(folder: Path) -> Iterator[Demonstration]:
    """Serve it, as if by https behind a proxy; gone afterwards."""
    port = free_port()
    log = folder / "demo.log"
    settings = {
        "INSTANCE": folder / "instance", "HOST": "127.0.0.1", "PORT": port, "WORKERS": 1,
        "PUBLIC_URL": f"https://localhost:{port}",
    }  # fmt: skip
    environment = os.environ | {f"SEATKEEPER_{name}": str(value) for name, value in settings.items()}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "webapp.demo"], env=environment, stdout=out, stderr=out
        )
    stop = threading.Event()
    try:
        eventually(lambda: PASSWORD.search(log.read_text()), within=STARTS_WITHIN, what="the demonstration")
        password = PASSWORD.search(log.read_text())
        assert password is not None
        threading.Thread(
            target=_forget, args=(folder / "instance" / "seatkeeper.db", stop), daemon=True
        ).start()
        yield _signed_in(f"http://127.0.0.1:{port}", password[1])
    finally:
        stop.set()
        process.terminate()
        process.wait(60)


def _signed_in(url: str, password: str) -> Demonstration:
    who = {"username": r"acme\ana", "password": password}
    with httpx.Client(base_url=url, trust_env=False, timeout=60) as browser:
        first = browser.get("/sign-in")
        form = {**who, "csrf_token": _token(first.text)}
        second = browser.post("/sign-in", data=form, headers={"Cookie": _cookie(first)})
        cookie = _cookie(second)
        page = browser.get("/administration/users/new", headers={"Cookie": cookie})
        assert page.status_code == 200, page.text
        device = {**who, "device_id": "scanner", "device_name": "SCANNER"}
        token = browser.post("/api/v1/devices", json=device).json()["token"]
    return Demonstration(url, cookie, _token(page.text), f"Bearer {token}")


def _cookie(answer: httpx.Response) -> str:
    """The cookies of an answer, as a browser would send them; httpx sends none that insists on https."""
    cookies = SimpleCookie(answer.headers["Set-Cookie"])
    return "; ".join(f"{name}={kept.value}" for name, kept in cookies.items())


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None, page[:500]
    return found[1]


def _forget(file: Path, stop: threading.Event) -> None:
    """Forget failed sign-ins and wrong codes, which would hold scanners up after a few: what is behind is to be looked at."""
    while not stop.wait(FORGET_SECONDS):
        with closing(sqlite3.connect(file, timeout=30)) as db, db:
            db.execute("DELETE FROM failed_sign_ins")
            db.execute("DELETE FROM wrong_codes")
