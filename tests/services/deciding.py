"""Rights and settings as domain admins set them in the tests: what was just read is changed and saved."""

from datetime import datetime
from typing import Any

from tests.services.administering import Trail, trail
from webapp.db import Database
from webapp.domain.access import AccountRight, Actor, Right
from webapp.domain.right_settings import Change
from webapp.domain.versions import version_of
from webapp.services.change_account_rights import change_account_rights
from webapp.services.change_settings import change_settings
from webapp.services.change_user_rights import change_user_rights
from webapp.services.read_rights import read_account_rights, read_user_rights
from webapp.services.read_settings import read_settings
from webapp.services.steps.rights import account_values, own_values

OFF = AccountRight(allowed=False)
ENFORCED_OFF = AccountRight(allowed=False, override_allowed=False)


def set_for_everybody(
    db: Database, actor: Actor, wanted: dict[Right, AccountRight], now: datetime
) -> tuple[Change, ...]:
    """Save Session Management for everybody."""
    seen = version_of(account_values(read_account_rights(db, actor)))
    return change_account_rights(db, actor, wanted, seen, now)


def set_for_user(
    db: Database, actor: Actor, name: str, wanted: dict[Right, bool | None], now: datetime
) -> tuple[Change, ...]:
    """Save Session Management of one user."""
    seen = version_of(own_values(read_user_rights(db, actor, name).own))
    return change_user_rights(db, actor, name, wanted, seen, now)


def set_settings(
    db: Database, actor: Actor, typed: dict[str, str], now: datetime, *, owners_may: bool | None = None
) -> tuple[Change, ...]:
    """Save settings."""
    seen = version_of(values(db, actor, *typed))
    return change_settings(db, actor, typed, seen, now, owners_may_set_licenses=owners_may)


def values(db: Database, actor: Actor, *names: str) -> dict[str, Any]:
    """Settings as stored, `licenses` among them."""
    stored = read_settings(db, actor, None)
    known = {**stored.values, "licenses": stored.licenses}
    return {name: known[name] for name in names}


def rights_of(db: Database, actor: Actor, name: str) -> set[Right]:
    """The rights in force for a user."""
    in_force = read_user_rights(db, actor, name).in_force
    return {right for right, found in in_force.items() if found.on}


def trail_of_changes(db: Database, actor: Actor) -> Trail:
    """What the audit trail tells of settings and rights."""
    return [
        entry for entry in trail(db, actor) if entry[0] in ("change setting", "change right", "change rights")
    ]
