"""The settings of an account as they stand, and whether its owner may set the number of licenses."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from webapp.db import Database
from webapp.domain.access import Actor, may_change
from webapp.models import Account
from webapp.services.steps.accounts import read_account
from webapp.services.steps.settings import stored_settings


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """Values by the setting's name. `may_set_licenses`: the number of licenses may be changed by this actor here."""

    values: dict[str, Any]
    licenses: int
    may_set_licenses: bool


def read_settings(db: Database, actor: Actor, owners_may_set_licenses: bool | None) -> AccountSettings:
    """Read them. `owners_may_set_licenses` is what the installation says; None: while it has a single account."""
    with db.read() as tx:
        return AccountSettings(
            values=stored_settings(tx, actor.account_id),
            licenses=read_account(tx, actor.account_id).licenses,
            may_set_licenses=may_set_licenses(tx, actor, owners_may_set_licenses),
        )


def may_set_licenses(tx: Connection, actor: Actor, owners_may: bool | None) -> bool:
    """Whether this actor may set the number of licenses: the owner, where the operator leaves it to owners."""
    if not (actor.is_owner and may_change(actor)):
        return False
    if owners_may is not None:
        return owners_may
    return tx.execute(select(func.count()).select_from(Account)).scalar_one() == 1
