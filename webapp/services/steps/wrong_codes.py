"""The counts of wrong session codes, which hold across processes: by address, and from everywhere."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from webapp.domain.code_guessing import (
    MANY_WRONG_CODES,
    WrongCodesOf,
    counted_since,
    lately_since,
    period_of,
    recent_since,
    wait,
)
from webapp.models import WrongCode


def seconds_until_next_code(tx: Connection, address: str, now: datetime) -> int:
    """How long the next code from this address has to wait; 0: it may be tried. `address` is a count's key."""
    of_address = _of(tx, address, now)
    if of_address.tries == 0:
        return 0
    return wait(of_address, recent_wrong_codes(tx, now), now)


def hold_address(tx: Connection, address: str, now: datetime) -> int:
    """The same, and nobody else tries a code from this address until the commit: of many guesses at once, none beyond the
    bound learns anything."""
    row = {"period": period_of(now), "address": address, "tries": 0, "last_at": now}
    tx.execute(_insert(tx).values(row).on_conflict_do_nothing())
    this = (WrongCode.period == row["period"], WrongCode.address == address)
    tx.execute(select(WrongCode.tries).where(*this).with_for_update()).one()
    return seconds_until_next_code(tx, address, now)


def count_wrong_code(tx: Connection, address: str, now: datetime) -> bool:
    """Count one; True when it is the one by which there are many from everywhere. What no longer counts is thrown away."""
    before = recent_wrong_codes(tx, now)
    tx.execute(delete(WrongCode).where(WrongCode.period < counted_since(now)))
    new = _insert(tx).values(period=period_of(now), address=address, tries=1, last_at=now)
    again = {"tries": WrongCode.tries + 1, "last_at": now}
    tx.execute(new.on_conflict_do_update(index_elements=[WrongCode.period, WrongCode.address], set_=again))
    return before == MANY_WRONG_CODES


def recent_wrong_codes(tx: Connection, now: datetime) -> int:
    """How many wrong codes came lately from everywhere: exact up to the bound, beyond it only that it is beyond."""
    some = (
        select(WrongCode.tries)
        .where(WrongCode.period >= recent_since(now), WrongCode.tries > 0)
        .limit(MANY_WRONG_CODES + 1)
        .subquery()
    )
    return int(tx.execute(select(func.coalesce(func.sum(some.c.tries), 0))).scalar_one())


def _of(tx: Connection, address: str, now: datetime) -> WrongCodesOf:
    query = select(func.sum(WrongCode.tries), func.max(WrongCode.last_at)).where(
        WrongCode.address == address, WrongCode.period >= lately_since(now), WrongCode.tries > 0
    )
    tries, last_at = tx.execute(query).one()
    return WrongCodesOf(int(tries or 0), last_at)


def _insert(tx: Connection) -> postgresql.Insert | sqlite.Insert:
    """Both know ON CONFLICT, each by its own name."""
    return postgresql.insert(WrongCode) if tx.dialect.name == "postgresql" else sqlite.insert(WrongCode)
