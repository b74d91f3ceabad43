"""The counts of failed sign-ins, which hold across processes: read before a password is looked at, and judged again after.

The second look is in the transaction that counts, so that of many guesses at once none beyond the bound learns anything.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from webapp.domain.sign_in_protection import FORGET_AFTER, delay_after, free_failures, seconds_left
from webapp.models import FailedSignIn


def seconds_to_wait(tx: Connection, keys: Sequence[str], now: datetime) -> int:
    """How long an attempt has to wait; 0: it may go on."""
    return _longest(tx.execute(_locked_until(keys)).scalars(), now)


def hold_count(tx: Connection, key: str, others: Sequence[str], now: datetime) -> int:
    """The same, and nobody else goes on with this key until the commit: not even where nothing was counted yet."""
    tx.execute(_insert(tx).values(key=key, failures=0, last_failure_at=now).on_conflict_do_nothing())
    held = _locked_until((key, *others)).order_by(FailedSignIn.key).with_for_update()
    return _longest(tx.execute(held).scalars(), now)


def count_failure(tx: Connection, key: str, now: datetime) -> int:
    """Count one failure, and delay the next attempt. Returns how many there are now."""
    new = _insert(tx).values(key=key, failures=1, last_failure_at=now)
    stale = FailedSignIn.last_failure_at < now - FORGET_AFTER
    again = {"failures": case((stale, 1), else_=FailedSignIn.failures + 1), "last_failure_at": now}
    counted = new.on_conflict_do_update(index_elements=[FailedSignIn.key], set_=again)
    failures = int(tx.execute(counted.returning(FailedSignIn.failures)).scalar_one())
    if delay := delay_after(failures, free_failures(key)):
        this = FailedSignIn.key == key
        tx.execute(update(FailedSignIn).where(this).values(locked_until=now + delay))
    elif failures == 1:
        tx.execute(delete(FailedSignIn).where(FailedSignIn.last_failure_at < now - FORGET_AFTER))
    return failures


def forget_failures(tx: Connection, keys: Sequence[str]) -> bool:
    """Begin these counts anew. True when there was anything to forget."""
    return tx.execute(delete(FailedSignIn).where(FailedSignIn.key.in_(keys))).rowcount > 0


def failures_of(tx: Connection, keys: Sequence[str], now: datetime) -> tuple[int, int]:
    """The highest of these counts, and how many seconds the next attempt has to wait."""
    query = select(FailedSignIn.failures, FailedSignIn.last_failure_at).where(FailedSignIn.key.in_(keys))
    counts = [row.failures for row in tx.execute(query) if row.last_failure_at >= now - FORGET_AFTER]
    return max(counts, default=0), seconds_to_wait(tx, keys, now)


def _insert(tx: Connection) -> postgresql.Insert | sqlite.Insert:
    """Both know ON CONFLICT, each by its own name."""
    return postgresql.insert(FailedSignIn) if tx.dialect.name == "postgresql" else sqlite.insert(FailedSignIn)


def _locked_until(keys: Sequence[str]) -> Select[datetime | None]:
    return select(FailedSignIn.locked_until).where(FailedSignIn.key.in_(keys))


def _longest(locked_until: Iterable[datetime | None], now: datetime) -> int:
    return max((seconds_left(moment, now) for moment in locked_until), default=0)
