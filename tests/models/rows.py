"""Rows as they may not be: each test stores one state that no rule allows, past every service."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import DeclarativeBase

from tests.support.cast import Seat
from tests.support.clock import START
from webapp.db import Database
from webapp.domain.states import Funding, SessionKind, SessionState
from webapp.services.steps.tokens import new_id


def store(db: Database, table: type[DeclarativeBase], **values: Any) -> None:
    """Store one row."""
    db.write(lambda tx: tx.execute(insert(table).values(**values)))


def session_values(seat: Seat, number: int | None, **changes: Any) -> dict[str, Any]:
    """A live session of this device on this license, with `changes`."""
    return {
        "session_id": new_id(),
        **holder(seat),
        "kind": SessionKind.UNATTENDED,
        "state": SessionState.ACTIVE,
        "funding": Funding.LICENSE,
        "license_number": number,
        "remote": "SRV-DB-02",
        "opened_at": START,
        "lease_expires_at": START + timedelta(seconds=90),
        "revision": 1,
    } | changes


def holder(seat: Seat) -> dict[str, Any]:
    """The columns that say whose a row is."""
    return {
        "account_id": seat.actor.account_id,
        "user_id": seat.actor.user_id,
        "device_id": seat.actor.device_id,
    }
