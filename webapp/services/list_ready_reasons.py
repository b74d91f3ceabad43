"""The reasons that an account has ready for whoever ends sessions."""

from sqlalchemy import select

from webapp.db import Database
from webapp.domain.access import VIEW_FOR_CONTROL, Actor
from webapp.models import Account


def list_ready_reasons(db: Database, actor: Actor) -> tuple[str, ...]:
    """Those of the actor's account, in its order; none for somebody who may end nothing."""
    if not actor.rights & set(VIEW_FOR_CONTROL):
        return ()
    query = select(Account.ready_reasons).where(Account.account_id == actor.account_id)
    with db.read() as tx:
        return tuple((tx.execute(query).scalar_one() or "").splitlines())
