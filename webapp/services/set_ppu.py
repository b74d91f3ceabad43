"""Turns pay per use on or off for an account, and sets when it expires."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select, update

from webapp.db import Database
from webapp.domain.errors import Invalid
from webapp.domain.ppu import last_day
from webapp.models import Account
from webapp.services.steps.accounts import AccountState
from webapp.services.steps.audit import append, changed, operator
from webapp.services.steps.closing import close_overdue
from webapp.services.steps.operating import hold_domain
from webapp.services.steps.ppu_ledger import day_start

NEVER = "never"


@dataclass(frozen=True, slots=True)
class PpuState:
    """Whether pay per use is on, and the last day on which it can be used; None: it does not expire."""

    is_on: bool
    last_day: date | None


def set_ppu(db: Database, domain: str, now: datetime, *, is_on: bool | None, expires: str | None) -> PpuState:
    """Set what is given. `expires`: the last day on which minutes can be used, as YYYY-MM-DD, or `never`.

    Sessions that can no longer be paid get their notice when their paid minute is over. Raises NotFound, Invalid.
    """
    if is_on is None and expires is None:
        raise Invalid("is_on", "Say what to change: --on, --off or --expires.")
    day = None if expires in (None, NEVER) else _read_day(expires)
    return db.write(lambda tx: _set(tx, domain, now, is_on, keeps_expiry=expires is None, day=day))


def apply_ppu(tx: Connection, account: AccountState, values: dict[str, Any], now: datetime) -> None:
    """Store these terms of pay per use, as a step of a use case that holds the account: what has begun is paid by the old
    ones, and whoever has had notice goes on if the new ones allow it."""
    close_overdue(tx, account, now)
    tx.execute(update(Account).where(Account.account_id == account.account_id).values(values))
    close_overdue(tx, account, now)


def _set(
    tx: Connection, domain: str, now: datetime, is_on: bool | None, *, keeps_expiry: bool, day: date | None
) -> PpuState:
    account = hold_domain(tx, domain, now)
    columns = (Account.ppu_is_on, Account.ppu_expires_at, Account.time_zone)
    stored = tx.execute(select(*columns).where(Account.account_id == account.account_id)).one()
    zone = ZoneInfo(stored.time_zone)
    expires_at = day_start(day + timedelta(days=1), zone) if day else None
    on = stored.ppu_is_on if is_on is None else is_on
    until = stored.ppu_expires_at if keeps_expiry else expires_at
    apply_ppu(tx, account, {"ppu_is_on": on, "ppu_expires_at": until}, account.now)
    state = PpuState(on, last_day(until, zone))
    was = PpuState(stored.ppu_is_on, last_day(stored.ppu_expires_at, zone))
    before, after = changed(_told(was), _told(state))
    if after:
        append(tx, operator(account.account_id), "change setting", "pay per use", before, after, account.now)
    return state


def _told(state: PpuState) -> dict[str, Any]:
    return {"pay per use": state.is_on, "last day": str(state.last_day) if state.last_day else NEVER}


def _read_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Invalid(
            "expires", "Give the last day as YYYY-MM-DD, for example 2026-12-31, or never."
        ) from None
    if not 2000 <= day.year < 9999:
        raise Invalid("expires", "Give a day between the years 2000 and 9998.")
    return day
