"""Holding an account while its sessions change, and telling that they did."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, select, update

from webapp.db.prepared import Prepared, Values, together
from webapp.models import Account
from webapp.models.base import UtcDateTime

WAITED_AT_MOST = timedelta(seconds=10)
"""A change decided further ahead than this tells of a clock that was set back, not of a request that waited."""

_NOW, _AHEAD = bindparam("now", type_=UtcDateTime), bindparam("ahead", type_=UtcDateTime)
_SETTINGS_COLUMNS = (
    Account.revision,
    Account.license_count,
    Account.lease_seconds,
    Account.notice_seconds,
    Account.code_minutes,
    Account.paused_hours,
)
_HOLD = Prepared(
    update(Account)
    .where(Account.account_id == bindparam("account"))
    .values(
        revision=Account.revision + 1,
        decided_at=case(
            (and_(Account.decided_at > _NOW, Account.decided_at <= _AHEAD), Account.decided_at), else_=_NOW
        ),
    )
    .returning(*_SETTINGS_COLUMNS, Account.decided_at)
)
_TOUCH_ACCESS = (
    update(Account)
    .where(Account.account_id == bindparam("account"))
    .values(access_revision=Account.access_revision + 1, revision=Account.revision + 1)
)
_SETTINGS = Prepared(select(*_SETTINGS_COLUMNS).where(Account.account_id == bindparam("account")))


@dataclass(frozen=True, slots=True)
class AccountState:
    """The account's revision and the settings that decisions about its sessions need, times in the unit of their names."""

    account_id: int
    revision: int
    licenses: int
    lease_seconds: int
    notice_seconds: int
    code_minutes: int
    paused_hours: int


@dataclass(frozen=True, slots=True)
class HeldAccount(AccountState):
    """An account while it is held. `now` is when this change is decided: never before the one decided before it."""

    now: datetime


def hold_account(tx: Connection, account_id: int, now: datetime) -> HeldAccount:
    """Take the account's row until the commit, and give this change the account's next revision.

    Whoever changes what the account's sessions hold does this first, so such changes come one after another, and a
    reader who sees a revision sees every change up to it. A request reads the clock and may then wait here while others
    are decided: from here on it goes by the `now` of what this returns, so that the history keeps the true order.
    """
    return hold_and_ask(tx, account_id, now)[0]


def hold_and_ask(
    tx: Connection, account_id: int, now: datetime, *asked: tuple[Prepared, Values]
) -> tuple[HeldAccount, list[Any]]:
    """The same, and ask what depends on it in the same trip: gives the rows of each question."""
    values = {"account": account_id, "now": now, "ahead": now + WAITED_AT_MOST}
    held, *answers = together(tx, (_HOLD, values), *asked)
    return HeldAccount(account_id, *held[0]), answers


def read_account(tx: Connection, account_id: int) -> AccountState:
    """The same, for reading."""
    return AccountState(account_id, *_SETTINGS.one(tx, {"account": account_id}))


def touch_access(tx: Connection, account_id: int) -> None:
    """Tell open streams that who may do what has changed in this account."""
    tx.execute(_TOUCH_ACCESS, {"account": account_id})
