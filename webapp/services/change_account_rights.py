"""Settings > Security > Session Management: what the account says of each right, for everybody."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from webapp.db import Database
from webapp.domain.access import AccountRight, Actor, Right
from webapp.domain.right_settings import (
    LABELS,
    Change,
    check_account_rights,
    described,
    on_off,
    override_word,
)
from webapp.domain.versions import check_version
from webapp.services.steps.accounts import touch_access
from webapp.services.steps.administration import must_change
from webapp.services.steps.audit import record
from webapp.services.steps.rights import account_rights, account_values, store_account_right


def change_account_rights(
    db: Database, actor: Actor, wanted: Mapping[Right, AccountRight], seen: str, now: datetime
) -> tuple[Change, ...]:
    """Set these rights for everybody; others stay. Returns what changed.

    `seen` is the version of the settings that the actor had before their eyes. Raises Invalid for control without its
    view, and Outdated when somebody else has saved meanwhile.
    """
    must_change(actor)
    return db.write(lambda tx: _change(tx, actor, wanted, seen, now))


def _change(
    tx: Connection, actor: Actor, wanted: Mapping[Right, AccountRight], seen: str, now: datetime
) -> tuple[Change, ...]:
    touch_access(
        tx, actor.account_id
    )  # first: it holds the account's row, so that savers come one after the other
    before = account_rights(tx, actor.account_id)
    check_version(seen, account_values(before))
    return apply_account_rights(tx, actor, before, wanted, now)


def apply_account_rights(
    tx: Connection,
    actor: Actor,
    before: Mapping[Right, AccountRight],
    wanted: Mapping[Right, AccountRight],
    now: datetime,
) -> tuple[Change, ...]:
    """Store and record those that differ. Raises Invalid for control without its view."""
    check_account_rights({**before, **wanted})
    changes = []
    for right in Right:
        was, now_set = before[right], wanted.get(right, before[right])
        if was != now_set:
            store_account_right(tx, actor.account_id, right, now_set)
            record(tx, actor, "change right", f"right {right}", _audited(was), _audited(now_set), now)
            changes.append(Change(LABELS[right], *_differing(was, now_set)))
    return tuple(changes)


def _audited(setting: AccountRight) -> dict[str, str]:
    return {"everybody": on_off(setting.allowed), "own settings": override_word(setting.override_allowed)}


def _differing(was: AccountRight, now_set: AccountRight) -> tuple[str, str]:
    """Both in words: what differs alone, or all when both parts do."""
    if was.override_allowed == now_set.override_allowed:
        return on_off(was.allowed), on_off(now_set.allowed)
    if was.allowed == now_set.allowed:
        return override_word(was.override_allowed), override_word(now_set.override_allowed)
    return described(was), described(now_set)
