"""Settings > Overview > back to default: one setting, or what the account says of one right."""

from datetime import datetime

from sqlalchemy import Connection

from webapp.db import Database
from webapp.domain.access import AccountRight, Actor, Right
from webapp.domain.errors import NotFound
from webapp.domain.right_settings import Change
from webapp.domain.settings import PAYING, SETTINGS, SIGNING_IN
from webapp.domain.texts import phrase
from webapp.services.change_account_rights import apply_account_rights
from webapp.services.steps.accounts import hold_account, touch_access
from webapp.services.steps.administration import must_change
from webapp.services.steps.closing import close_overdue
from webapp.services.steps.rights import account_rights
from webapp.services.steps.settings import store_setting, stored_settings


def reset_setting(db: Database, actor: Actor, name: str, now: datetime) -> Change | None:
    """Set it to its default. None when it is at its default already.

    Raises NotFound for a name that has none, and Invalid for a control right whose view is off.
    """
    must_change(actor)
    return db.write(lambda tx: _reset(tx, actor, name, now))


def _reset(tx: Connection, actor: Actor, name: str, now: datetime) -> Change | None:
    if name in set(Right):
        touch_access(tx, actor.account_id)
        before = account_rights(tx, actor.account_id)
        changes = apply_account_rights(tx, actor, before, {Right(name): AccountRight()}, now)
        return next(iter(changes), None)
    setting = SETTINGS.get(name)
    if setting is None or not setting.has_default:
        raise NotFound(phrase("There is no setting %(name)s that has a default.", name=name))
    account = hold_account(tx, actor.account_id, now)
    stored = stored_settings(tx, actor.account_id)[name]
    if stored == setting.default:
        return None
    if name in SIGNING_IN:
        touch_access(tx, actor.account_id)
    if name in PAYING:
        close_overdue(tx, account, account.now)
    change = store_setting(tx, actor, name, stored, setting.default, account.now)
    if name in PAYING:
        close_overdue(tx, account, account.now)
    return change
