"""Debian's FreeRADIUS with `Simultaneous-Use` and its accounting in SQLite, `simul_verify_query` off: what people limit
concurrent use with today. A limit of 5 and 40 who ask at once, ten times; then 16 clients that are all let in. Ours meets
the same race through its API."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic

from tests.bench import processes
from tests.bench.admission import BODY, PATH, opened
from tests.bench.ground import Ground, Running
from tests.bench.load import CLIENTS
from tests.bench.radius import SECRET, Radius
from tests.bench.rows import Row
from tests.bench.seeding import Seed, empty

TITLE = "A race for the last licenses, beside FreeRADIUS"
LIMIT, AT_ONCE = 5, 40
QUERIES = Path("/etc/freeradius/3.0/mods-config/sql/main/sqlite")
CONFIGURATION = Path(__file__).with_name("freeradius.conf")


def run(ground: Ground) -> list[Row]:
    """How many are let in, and how many sessions a second."""
    races = ground.many(10, 1)
    seeds = [Seed("race", LIMIT, AT_ONCE)]
    with _freeradius(ground) as port, ground.seatkeeper(seeds) as ours:
        theirs_in, ours_in = [], []
        for number in range(races):
            theirs_in.append(_race_theirs(port, f"race{number}"))
            ours_in.append(_race_ours(ours))
        rate = _rate(port, ground.many(100, 5))
    return [
        Row(
            f"{AT_ONCE} ask at once for {LIMIT}, {races} times",
            _range(ours_in),
            f"FreeRADIUS {_range(theirs_in)}",
            goal="none over the limit",
            met=set(ours_in) == {LIMIT},
            remark="let in each time",
        ),
        Row(
            f"sessions a second, {CLIENTS} clients", "see admission", f"FreeRADIUS {rate:,.0f}/s",
            remark="a request and the start of accounting each; one account, nobody refused",
        ),
    ]  # fmt: skip


@contextmanager
def _freeradius(ground: Ground) -> Iterator[int]:
    program = processes.installed("freeradius")
    if not QUERIES.is_dir():
        raise processes.Missing(f"FreeRADIUS's queries for SQLite are needed in {QUERIES}")
    folder, port = ground.new_folder("freeradius"), processes.free_port()
    filled = {
        "FOLDER": folder, "SECRET": SECRET.decode(), "QUERIES": QUERIES, "LIMIT": LIMIT,
        "PORT": port, "ACCOUNTING": port + 1,
    }  # fmt: skip
    text = CONFIGURATION.read_text()
    for name, value in filled.items():
        text = text.replace(f"@{name}@", str(value))
    (folder / "radiusd.conf").write_text(text)
    (folder / "radiusd.conf").chmod(0o640)
    (folder / "queries.conf").write_text(_without_verification((QUERIES / "queries.conf").read_text()))
    log = folder / "log"
    with processes.running(
        [program, "-f", "-l", "stdout", "-d", folder], log, lambda: "Ready to process" in log.read_text()
    ):
        yield port


def _without_verification(queries: str) -> str:
    """Debian's queries, but for the one that asks each network device whether it still has the session."""
    before, verify = queries.split("simul_verify_query", 1)
    return before + "#" + verify.replace("\n", "\n#", verify.split("\n\n")[0].count("\n"))


def _race_theirs(port: int, user: str) -> int:
    start = threading.Barrier(AT_ONCE)

    def ask(number: int) -> bool:
        client = Radius(port)
        start.wait(30)
        try:
            return client.open_session(user, number)
        finally:
            client.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(ask, range(AT_ONCE)))


def _race_ours(server: Running) -> int:
    account = server.accounts["race"]
    with opened(server) as db:
        empty(db, account)
    start = threading.Barrier(AT_ONCE)

    def ask(pair: int) -> bool:
        client = HTTPConnection(server.url.removeprefix("http://"), timeout=30)
        client.connect()
        start.wait(30)
        headers = {"Authorization": f"Bearer {account.prefix}{pair + 1}", "Content-Type": "application/json"}
        client.request("POST", PATH, BODY, headers)
        status = client.getresponse().status
        client.close()
        assert status in (HTTPStatus.CREATED, HTTPStatus.CONFLICT), status
        return status == HTTPStatus.CREATED

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sum(pool.map(ask, range(AT_ONCE)))


def _rate(port: int, each: int) -> float:
    def ask(thread: int) -> int:
        client = Radius(port)
        try:
            return sum(client.open_session(f"user{thread}-{n}", n) for n in range(each))
        finally:
            client.close()

    began = monotonic()
    with ThreadPoolExecutor(CLIENTS) as pool:
        let_in = sum(pool.map(ask, range(CLIENTS)))
    return let_in / (monotonic() - began)


def _range(let_in: list[int]) -> str:
    low, high = min(let_in), max(let_in)
    return f"{low} let in" if low == high else f"{low} to {high} let in"
