"""Somebody chooses the language that the console and letters speak to them in."""

from sqlalchemy import Connection, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import Invalid
from webapp.domain.languages import LANGUAGES
from webapp.domain.texts import phrase
from webapp.models import User


def choose_language(db: Database, actor: Actor, language: str | None) -> None:
    """Keep the choice; None: whatever the browser asks for. Raises Invalid for a language that is not spoken."""
    if language is not None and language not in LANGUAGES:
        raise Invalid("language", phrase("Choose one of the list."))
    db.write(lambda tx: _keep(tx, actor, language))


def _keep(tx: Connection, actor: Actor, language: str | None) -> None:
    mine = (User.account_id == actor.account_id, User.user_id == actor.user_id)
    tx.execute(update(User).where(*mine).values(language=language))
