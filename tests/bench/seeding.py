"""Accounts with many people, written straight into the tables: one user on one device with one token each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from webapp.db import Database, upgrade
from webapp.domain.states import Funding, SessionKind, SessionState
from webapp.models import (
    Account,
    ClientSession,
    Device,
    DeviceToken,
    License,
    LicenseHolding,
    Refusal,
    SessionEvent,
    Termination,
    User,
)
from webapp.services.create_account import insert_licenses
from webapp.services.steps.tokens import new_id, token_hash

CHUNK = 10_000
FAR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Seed:
    """An account to make. Pair N signs in with the token `<domain>-N`, N from 1; the first `live` have `sessions` each."""

    domain: str
    licenses: int
    pairs: int
    live: int = 0
    sessions: int = 1


@dataclass(frozen=True, slots=True)
class Seeded:
    """An account that was made. Pair N is user and device `first` + N - 1."""

    account_id: int
    seed: Seed
    first: int

    @property
    def prefix(self) -> str:
        """What its tokens begin with."""
        return f"{self.seed.domain}-"


def seed(url: str, seeds: Iterable[Seed]) -> dict[str, Seeded]:
    """Make a database with these accounts."""
    upgrade(url)
    db = Database.open(url)
    made = {}
    first = 1
    for each in seeds:
        made[each.domain] = db.write(lambda tx, each=each, first=first: _account(tx, each, first))  # type: ignore[misc]
        first += each.pairs
    if db.is_postgresql:
        db.write(_sequences)
    db.close()
    return made


def empty(db: Database, account: Seeded) -> None:
    """End every session of an account as if it had never been: for the next round."""

    def forget(tx: Connection) -> None:
        of = account.account_id
        for table in (Termination, SessionEvent, ClientSession, Refusal, LicenseHolding):
            tx.execute(delete(table).where(table.account_id == of))
        held = (License.account_id == of, License.user_id.is_not(None))
        tx.execute(update(License).where(*held).values(user_id=None, device_id=None, held_since=None))

    db.write(forget)


def reopen(db: Database, account: Seeded, live: int) -> None:
    """Let the first pairs of an account that has nobody connected hold licenses and sessions."""
    filled = replace(account, seed=replace(account.seed, live=live))
    db.write(lambda tx: _open(tx, filled, datetime.now(UTC)))


def end_beyond(db: Database, account: Seeded) -> None:
    """Forget the sessions of all but the first `live` pairs: for the next round."""

    def forget(tx: Connection) -> None:
        of, first = account.account_id, account.first + account.seed.live
        for table in (ClientSession, LicenseHolding):
            tx.execute(delete(table).where(table.account_id == of, table.user_id >= first))
        held = (License.account_id == of, License.user_id >= first)
        tx.execute(update(License).where(*held).values(user_id=None, device_id=None, held_since=None))

    db.write(forget)


def _account(tx: Connection, new: Seed, first: int) -> Seeded:
    now = datetime.now(UTC)
    account = {"domain": new.domain, "name": new.domain, "license_count": new.licenses, "created_at": now}
    account_id = tx.execute(insert(Account).values(account).returning(Account.account_id)).scalar_one()
    seeded = Seeded(account_id, new, first)
    insert_licenses(tx, account_id, 1, new.licenses)
    numbers = range(first, first + new.pairs)
    of = {"account_id": account_id, "created_at": now}
    _fill(tx, User, ({**of, **_user(seeded, n)} for n in numbers))
    _fill(
        tx, Device, ({**of, "device_id": n, "identifier": f"device-{n}", "name": f"WS-{n}"} for n in numbers)
    )
    _fill(tx, DeviceToken, ({**of, **_token(seeded, n, now)} for n in numbers))
    if new.live:
        _open(tx, seeded, now)
    return seeded


def _user(account: Seeded, number: int) -> dict[str, Any]:
    return {
        "user_id": number,
        "name": f"user{number}",
        "display_name": f"User {number}",
        "email": f"user{number}@{account.seed.domain}.example",
        "password_hash": "!",
        "is_owner": number == account.first,
        "is_domain_admin": number == account.first,
    }


def _token(account: Seeded, number: int, now: datetime) -> dict[str, Any]:
    token = f"{account.prefix}{number - account.first + 1}"
    return {
        "token_hash": token_hash(token),
        "user_id": number,
        "device_id": number,
        "last_seen_at": now + FAR,
    }


def _open(tx: Connection, account: Seeded, now: datetime) -> None:
    """The first pairs hold licenses 1, 2, …, with leases that outlast the bench."""
    pairs = [(n, account.first + n - 1) for n in range(1, account.seed.live + 1)]
    holder = License.number + (account.first - 1)
    held = (License.account_id == account.account_id, License.number <= account.seed.live)
    tx.execute(update(License).where(*held).values(user_id=holder, device_id=holder, held_since=now))
    of = {"account_id": account.account_id}
    _fill(
        tx,
        LicenseHolding,
        (
            {**of, "holding_id": new_id(), "number": k, "user_id": n, "device_id": n, "held_since": now}
            for k, n in pairs
        ),
    )
    _fill(tx, ClientSession, _sessions(account, pairs, now))


def _sessions(account: Seeded, pairs: list[tuple[int, int]], now: datetime) -> Iterator[dict[str, Any]]:
    for license_number, number in pairs:
        for n in range(account.seed.sessions):
            yield {
                "session_id": new_id(),
                "account_id": account.account_id,
                "user_id": number,
                "device_id": number,
                "kind": SessionKind.UNATTENDED,
                "state": SessionState.ACTIVE,
                "funding": Funding.LICENSE,
                "license_number": license_number,
                "remote": f"SRV-{number}-{n}",
                "opened_at": now,
                "lease_expires_at": now + FAR,
                "revision": 0,
            }


def _fill(tx: Connection, table: type[Any], rows: Iterable[dict[str, Any]]) -> None:
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            tx.execute(insert(table), chunk)
            chunk = []
    if chunk:
        tx.execute(insert(table), chunk)


def _sequences(tx: Connection) -> None:
    for table, column in (("users", "user_id"), ("devices", "device_id")):
        last = tx.execute(select(User.user_id).order_by(User.user_id.desc()).limit(1)).scalar_one()
        tx.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), {last})")
