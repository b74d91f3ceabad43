"""One-time links with which a user chooses a new password. Only a link's hash is kept."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, update

from webapp.models import PasswordLink
from webapp.services.steps.tokens import new_token, token_hash

LINK_LASTS = timedelta(hours=24)


def new_password_link(tx: Connection, account_id: int, user_id: int, now: datetime) -> str:
    """A new link's token, told this once. The user's earlier links open nothing any more."""
    token = new_token()
    earlier = (
        PasswordLink.account_id == account_id,
        PasswordLink.user_id == user_id,
        PasswordLink.used_at.is_(None),
    )
    tx.execute(update(PasswordLink).where(*earlier).values(used_at=now))
    values = {
        "token_hash": token_hash(token),
        "account_id": account_id,
        "user_id": user_id,
        "issued_at": now,
        "expires_at": now + LINK_LASTS,
    }
    tx.execute(insert(PasswordLink), values)
    return token
