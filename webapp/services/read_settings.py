"""The settings of an account as they stand, and whether its owner may set the number of licenses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from webapp.db import Database
from webapp.domain.access import Actor, may_change
from webapp.models import Account
from webapp.services.steps.accounts import read_account
from webapp.services.steps.settings import operators_settings, stored_settings


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """Values by the setting's name. `may_set_licenses`: the number of licenses, and whether pay per use is on, may be
    changed by this actor here. `ppu_expires_at` None: minutes do not expire."""

    values: dict[str, Any]
    licenses: int
    may_set_licenses: bool
    operators: dict[str, Any]
    ppu_minutes: int
    ppu_expires_at: datetime | None


def read_settings(db: Database, actor: Actor, owners_may_set_licenses: bool | None) -> AccountSettings:
    """Read them. `owners_may_set_licenses` is what the installation says; None: while it has a single account."""
    ppu = select(Account.ppu_minutes, Account.ppu_expires_at).where(Account.account_id == actor.account_id)
    with db.read() as tx:
        minutes, expires_at = tx.execute(ppu).one()
        return AccountSettings(
            values=stored_settings(tx, actor.account_id),
            licenses=read_account(tx, actor.account_id).licenses,
            may_set_licenses=may_set_licenses(tx, actor, owners_may_set_licenses),
            operators=operators_settings(tx, actor.account_id),
            ppu_minutes=minutes,
            ppu_expires_at=expires_at,
        )


def may_set_licenses(tx: Connection, actor: Actor, owners_may: bool | None) -> bool:
    """Whether this actor may set the number of licenses: the owner, where the operator leaves it to owners."""
    if not (actor.is_owner and may_change(actor)):
        return False
    if owners_may is not None:
        return owners_may
    return tx.execute(select(func.count()).select_from(Account)).scalar_one() == 1
