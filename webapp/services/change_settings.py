"""Administration > Settings: changes settings of the account, all of a form or none."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import Forbidden
from webapp.domain.right_settings import Change
from webapp.domain.settings import LICENSES, SETTINGS, SIGNING_IN, Value
from webapp.domain.versions import check_version
from webapp.services.read_settings import may_set_licenses
from webapp.services.set_licenses import apply_licenses
from webapp.services.steps.accounts import AccountState, hold_account, touch_access
from webapp.services.steps.administration import must_change
from webapp.services.steps.audit import record
from webapp.services.steps.settings import setting_subject, store_setting, stored_settings

CHECKED_BY = {**SETTINGS, LICENSES.name: LICENSES}
OPERATORS = "The number of licenses is set by the operator of this installation."


def change_settings(
    db: Database,
    actor: Actor,
    typed: Mapping[str, str],
    seen: str,
    now: datetime,
    *,
    owners_may_set_licenses: bool | None = None,
) -> tuple[Change, ...]:
    """Change these settings, as typed; `licenses` among them sets the number of licenses. Returns what changed.

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
    if LICENSES.name in wanted and not may_set_licenses(tx, actor, owners_may):
        raise Forbidden(OPERATORS)
    stored = {**stored_settings(tx, actor.account_id), LICENSES.name: account.licenses}
    check_version(seen, {name: stored[name] for name in wanted})
    changes = []
    for name, value in wanted.items():
        if value == stored[name]:
            continue
        if name == LICENSES.name:
            changes.append(_set_licenses(tx, actor, account, int(str(value)), now))
        else:
            changes.append(store_setting(tx, actor, name, stored[name], value, now))
        if name in SIGNING_IN:
            touch_access(tx, actor.account_id)
    return tuple(changes)


def _set_licenses(tx: Connection, actor: Actor, account: AccountState, number: int, now: datetime) -> Change:
    apply_licenses(tx, account, number, now)
    before, after = {LICENSES.name: account.licenses}, {LICENSES.name: number}
    record(tx, actor, "change setting", setting_subject(LICENSES.name), before, after, now)
    return Change(LICENSES.label, LICENSES.brief(account.licenses), LICENSES.brief(number))
