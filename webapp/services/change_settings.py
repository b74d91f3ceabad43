"""Administration > Settings: changes settings of the account, all of a form or none."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import Forbidden
from webapp.domain.right_settings import Change
from webapp.domain.settings import LICENSES, OPERATORS, PAYING, PPU_IS_ON, SETTINGS, SIGNING_IN, Value
from webapp.domain.texts import phrase
from webapp.domain.versions import check_version
from webapp.services.read_settings import may_set_licenses
from webapp.services.set_licenses import apply_licenses
from webapp.services.steps.accounts import HeldAccount, hold_account, touch_access
from webapp.services.steps.administration import must_change
from webapp.services.steps.audit import record
from webapp.services.steps.closing import close_overdue
from webapp.services.steps.settings import (
    operators_settings,
    set_ppu_on,
    setting_subject,
    store_setting,
    stored_settings,
)

CHECKED_BY = {**SETTINGS, **OPERATORS}
NOT_YOURS = phrase(
    "The number of licenses, and whether pay per use is on, are set by the operator of this installation."
)


def change_settings(
    db: Database,
    actor: Actor,
    typed: Mapping[str, str],
    seen: str,
    now: datetime,
    *,
    owners_may_set_licenses: bool | None = None,
) -> tuple[Change, ...]:
    """Change these settings, as typed; `licenses` sets the number of licenses, `ppu_is_on` turns pay per use on or off.

    Returns what changed.

    `seen` is the version of their values that the actor had before their eyes. Raises Invalid for a value, Forbidden
    for the licenses, and Outdated when somebody else has saved meanwhile.
    """
    must_change(actor)
    wanted = {name: CHECKED_BY[name].check(text) for name, text in typed.items()}
    return db.write(lambda tx: _change(tx, actor, wanted, seen, owners_may_set_licenses, now))


def _change(
    tx: Connection,
    actor: Actor,
    wanted: Mapping[str, Value],
    seen: str,
    owners_may: bool | None,
    now: datetime,
) -> tuple[Change, ...]:
    account = hold_account(tx, actor.account_id, now)
    now = account.now
    if wanted.keys() & OPERATORS.keys() and not may_set_licenses(tx, actor, owners_may):
        raise Forbidden(NOT_YOURS)
    stored = {**stored_settings(tx, actor.account_id), **operators_settings(tx, actor.account_id)}
    check_version(seen, {name: stored[name] for name in wanted})
    differing = {name: value for name, value in wanted.items() if value != stored[name]}
    pays = bool(differing.keys() & (PAYING | {PPU_IS_ON.name}))
    if pays:
        close_overdue(tx, account, now)  # what has begun is paid by what held until now
    changes = [_store(tx, actor, account, name, stored[name], value) for name, value in differing.items()]
    if pays:
        close_overdue(tx, account, now)  # whoever has had notice goes on, if what holds now allows it
    return tuple(changes)


def _store(
    tx: Connection, actor: Actor, account: HeldAccount, name: str, before: Value, after: Value
) -> Change:
    if name in SIGNING_IN:
        touch_access(tx, actor.account_id)
    if name in SETTINGS:
        return store_setting(tx, actor, name, before, after, account.now)
    if name == LICENSES.name:
        apply_licenses(tx, account, int(str(after)), account.now)
    else:
        set_ppu_on(tx, actor.account_id, is_on=after == "on")
    record(tx, actor, "change setting", setting_subject(name), {name: before}, {name: after}, account.now)
    setting = OPERATORS[name]
    return Change(setting.label, setting.brief(before), setting.brief(after))
