"""Users > a user > Security > Session Management: the rights of one user, as the account says or their own setting."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from webapp.db import Database
from webapp.domain.access import Actor, Right
from webapp.domain.right_settings import LABELS, Change, check_own_rights, own_word
from webapp.domain.versions import check_version
from webapp.services.steps.accounts import touch_access
from webapp.services.steps.administration import must_change
from webapp.services.steps.audit import record
from webapp.services.steps.rights import account_rights, own_rights, own_values, store_own_right
from webapp.services.steps.users import user_named


def change_user_rights(
    db: Database, actor: Actor, user_name: str, wanted: Mapping[Right, bool | None], seen: str, now: datetime
) -> tuple[Change, ...]:
    """Set these rights of a user: on, off, or None, as the account says; others stay. Returns what changed.

    Raises NotFound for the user, Invalid for control without its view and for what the account enforces, and Outdated
    when somebody else has saved meanwhile.
    """
    must_change(actor)
    return db.write(lambda tx: _change(tx, actor, user_name, wanted, seen, now))


def _change(
    tx: Connection,
    actor: Actor,
    user_name: str,
    wanted: Mapping[Right, bool | None],
    seen: str,
    now: datetime,
) -> tuple[Change, ...]:
    touch_access(tx, actor.account_id)
    user = user_named(tx, actor.account_id, user_name)
    before = own_rights(tx, actor.account_id, user.user_id)
    check_version(seen, own_values(before))
    after = {right: own for right, own in {**before, **wanted}.items() if own is not None}
    check_own_rights(account_rights(tx, actor.account_id), before, after)
    changed = [right for right in Right if before.get(right) != after.get(right)]
    for right in changed:
        store_own_right(tx, actor.account_id, user.user_id, right, after.get(right))
    if changed:
        was, became = (
            {right.value: own_word(own.get(right)) for right in changed} for own in (before, after)
        )
        record(tx, actor, "change rights", user.subject, was, became, now)
    return tuple(
        Change(LABELS[right], own_word(before.get(right)), own_word(after.get(right))) for right in changed
    )
