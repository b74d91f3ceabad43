"""What is stored of the account's settings, and storing one of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from webapp.domain.access import Actor
from webapp.domain.right_settings import Change
from webapp.domain.settings import LICENSES, PPU_IS_ON, SETTINGS, Value
from webapp.models import Account
from webapp.services.steps.audit import record


def stored_settings(tx: Connection, account_id: int) -> dict[str, Any]:
    """The settings of the account, by name."""
    columns = [getattr(Account, name) for name in SETTINGS]
    row = tx.execute(select(*columns).where(Account.account_id == account_id)).one()
    return dict(zip(SETTINGS, row, strict=True))


def operators_settings(tx: Connection, account_id: int) -> dict[str, Any]:
    """Those that are the operator's, unless the installation leaves them to owners."""
    columns = (Account.license_count, Account.ppu_is_on)
    licenses, is_on = tx.execute(select(*columns).where(Account.account_id == account_id)).one()
    return {LICENSES.name: licenses, PPU_IS_ON.name: "on" if is_on else "off"}


def set_ppu_on(tx: Connection, account_id: int, *, is_on: bool) -> None:
    """Turn pay per use on or off."""
    tx.execute(update(Account).where(Account.account_id == account_id).values(ppu_is_on=is_on))


def store_setting(
    tx: Connection, actor: Actor, name: str, before: Value, after: Value, now: datetime
) -> Change:
    """Store a setting that differs, and record who changed it."""
    setting = SETTINGS[name]
    tx.execute(update(Account).where(Account.account_id == actor.account_id).values({name: after}))
    record(tx, actor, "change setting", setting_subject(name), {name: before}, {name: after}, now)
    return Change(setting.label, setting.brief(before), setting.brief(after))


def setting_subject(name: str) -> str:
    """The subject of a setting's entries in the audit trail."""
    return f"setting {name}"
