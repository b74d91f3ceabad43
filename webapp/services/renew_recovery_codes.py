"""Replaces one's own recovery codes, with the password: when few are left, or somebody may have seen them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import Conflict
from webapp.domain.recovery_codes import shown
from webapp.domain.sign_in import NotSignedIn
from webapp.domain.texts import phrase
from webapp.services.steps.attempts import with_password
from webapp.services.steps.audit import record
from webapp.services.steps.second_step import new_recovery_codes

NOT_SET_UP = phrase("Two-step verification is not set up, so there are no recovery codes.")


def renew_recovery_codes(
    db: Database, actor: Actor, password: str, now: datetime
) -> tuple[str, ...] | NotSignedIn:
    """Ten new recovery codes, told this once; the earlier ones are worth nothing. Raises Conflict without a second step."""

    def renew(tx: Connection, user: Row[Any]) -> tuple[str, ...]:
        if user.totp_confirmed_at is None:
            raise Conflict(NOT_SET_UP)
        record(tx, actor, "renew recovery codes", f"user {actor.user_name}", None, None, now)
        return tuple(shown(code) for code in new_recovery_codes(tx, actor.account_id, actor.user_id))

    return with_password(db, actor, password, now, renew)
