"""The first start: a one-time link to a page that creates the account and its owner, while there is no account."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.errors import NotFound
from webapp.domain.texts import phrase
from webapp.models import Account, SetupLink, User
from webapp.services.create_account import NewAccount, checked_account, insert_account
from webapp.services.steps.actors import active_users, actor_of
from webapp.services.steps.tokens import new_token, token_hash


def issue_setup_link(db: Database, now: datetime) -> str | None:
    """A new token for the set-up page; earlier ones open it no more. None once an account exists."""
    token = new_token()

    def issue(tx: Connection) -> str | None:
        if _has_account(tx):
            return None
        tx.execute(delete(SetupLink))
        tx.execute(insert(SetupLink).values(token_hash=token_hash(token), issued_at=now))
        return token

    return db.write(issue)


def setup_is_open(db: Database, token: str) -> bool:
    """Whether this token opens the set-up page."""
    with db.read() as tx:
        return _opens(tx, token)


def set_up_installation(db: Database, token: str, new: NewAccount, now: datetime) -> Actor:
    """Create the account and its owner, once. Raises NotFound when the link is used up, Invalid for a field."""
    checked = checked_account(new)

    def set_up(tx: Connection) -> Actor:
        # Two nodes that start at once issue a link each. Whoever uses one uses up all, and so goes first.
        links = tx.execute(delete(SetupLink).returning(SetupLink.token_hash)).scalars().all()
        if token_hash(token) not in links or _has_account(tx):
            raise NotFound(
                phrase(
                    "This set-up link has been used or replaced. Sign in, or restart Seatkeeper for a new link."
                )
            )
        account_id = insert_account(tx, checked, now)
        owner = active_users().where(User.account_id == account_id, User.is_owner)
        return actor_of(tx.execute(owner).one())

    return db.write(set_up)


def _opens(tx: Connection, token: str) -> bool:
    link = select(SetupLink.token_hash).where(SetupLink.token_hash == token_hash(token))
    return tx.execute(link).first() is not None and not _has_account(tx)


def _has_account(tx: Connection) -> bool:
    return tx.execute(select(Account.account_id).limit(1)).first() is not None
