"""When a user was last seen: by their browsers and their devices. Written beside what is kept of each of those, which is
coarse on purpose: nobody's admission or renewal waits for it more than once in minutes."""

from datetime import datetime

from sqlalchemy import Connection, or_, update

from webapp.models import User


def user_seen(tx: Connection, user_id: int, now: datetime) -> None:
    """Note that the user was there. A later moment that somebody noted already stays."""
    earlier = or_(User.last_seen_at.is_(None), User.last_seen_at < now)
    tx.execute(update(User).where(User.user_id == user_id, earlier).values(last_seen_at=now))
