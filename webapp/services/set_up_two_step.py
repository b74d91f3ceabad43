"""Setting up the second step: a secret for the authenticator app, which counts once a code of it was typed."""

from dataclasses import dataclass

import pyotp
from sqlalchemy import Connection, select, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import Conflict
from webapp.domain.texts import phrase
from webapp.domain.totp import for_typing, setup_uri
from webapp.models import User
from webapp.services.steps.secret_box import seal, unseal

SET_UP_ALREADY = phrase("Two-step verification is set up already.")


@dataclass(frozen=True, slots=True)
class NewSecret:
    """A secret that waits for its first code: as the QR code says it, and in groups for typing."""

    uri: str
    typed: str


def set_up_two_step(db: Database, actor: Actor, secret_key: str) -> None:
    """Make a secret for the user's app; one that was never confirmed is replaced. Raises Conflict."""
    sealed = seal(secret_key, pyotp.random_base32())
    unconfirmed = (User.user_id == actor.user_id, User.totp_confirmed_at.is_(None))

    def store(tx: Connection) -> None:
        this = update(User).where(*unconfirmed).values(totp_secret=sealed, totp_last_step=None)
        if not tx.execute(this).rowcount:
            raise Conflict(SET_UP_ALREADY)

    db.write(store)


def pending_secret(db: Database, actor: Actor, secret_key: str) -> NewSecret | None:
    """The secret that waits for its first code; None when there is none."""
    query = select(User.totp_secret).where(User.user_id == actor.user_id, User.totp_confirmed_at.is_(None))
    with db.read() as tx:
        sealed = tx.execute(query).scalar_one_or_none()
    secret = unseal(secret_key, sealed) if sealed else None
    return None if secret is None else NewSecret(setup_uri(secret, actor.login), for_typing(secret))
