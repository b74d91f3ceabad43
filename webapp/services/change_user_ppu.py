"""Users > a user > Pay per use: the user's own consent and cap, or as the account says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.ppu import PpuConsent
from webapp.domain.right_settings import Change
from webapp.domain.settings import INHERIT, OF_USER, Value
from webapp.domain.versions import check_version
from webapp.models import Account, User
from webapp.services.steps.accounts import hold_account
from webapp.services.steps.administration import must_change
from webapp.services.steps.audit import changed, record
from webapp.services.steps.closing import close_overdue
from webapp.services.steps.users import UserRecord, user_named

CHECKS = {setting.name: setting for setting in OF_USER}


@dataclass(frozen=True, slots=True)
class UserPpu:
    """What a user has of their own, by the form's fields, and what the account says."""

    own: dict[str, Any]
    account_consent: PpuConsent
    account_cap: int | None


def read_user_ppu(db: Database, actor: Actor, name: str) -> UserPpu:
    """Read it. Raises NotFound."""
    account = select(Account.ppu_consent, Account.ppu_user_day_cap).where(
        Account.account_id == actor.account_id
    )
    with db.read() as tx:
        user = user_named(tx, actor.account_id, name)
        consent, cap = tx.execute(account).one()
        return UserPpu(_own(tx, actor, user), consent, cap)


def change_user_ppu(
    db: Database, actor: Actor, name: str, typed: Mapping[str, str], seen: str, now: datetime
) -> tuple[Change, ...]:
    """Change it, as typed; returns what changed. Raises NotFound, Invalid for a field, and Outdated."""
    must_change(actor)
    wanted = {field: setting.check(typed[field]) for field, setting in CHECKS.items()}
    return db.write(lambda tx: _change(tx, actor, name, wanted, seen, now))


def _change(
    tx: Connection, actor: Actor, name: str, wanted: Mapping[str, Value], seen: str, now: datetime
) -> tuple[Change, ...]:
    account = hold_account(tx, actor.account_id, now)
    user = user_named(tx, actor.account_id, name)
    stored = _own(tx, actor, user)
    check_version(seen, stored)
    before, after = changed(stored, dict(wanted))
    if not after:
        return ()
    close_overdue(tx, account, account.now)  # what has begun is paid by what held until now
    values = {field: None if value == INHERIT else value for field, value in after.items()}
    this = (User.account_id == actor.account_id, User.user_id == user.user_id)
    tx.execute(update(User).where(*this).values(values))
    close_overdue(tx, account, account.now)
    record(tx, actor, "change user", user.subject, before, after, account.now)
    return tuple(
        Change(CHECKS[field].label, CHECKS[field].shown(before[field]), CHECKS[field].shown(value))
        for field, value in after.items()
    )


def _own(tx: Connection, actor: Actor, user: UserRecord) -> dict[str, Any]:
    query = select(User.ppu_consent, User.ppu_day_cap).where(
        User.account_id == actor.account_id, User.user_id == user.user_id
    )
    consent, cap = tx.execute(query).one()
    return {"ppu_consent": consent or INHERIT, "ppu_day_cap": cap}
