"""View as: a domain admin looks at License Usage as a given user sees it."""

from webapp.db import Database
from webapp.domain.access import Actor, may_administer
from webapp.domain.errors import Forbidden, NotFound
from webapp.domain.texts import phrase
from webapp.models import User
from webapp.services.steps.actors import active_users, actor_of


def preview_user(db: Database, actor: Actor, user_name: str) -> Actor:
    """The user with the rights in force for them. Only for looking: whoever asked acts as themselves.

    Raises Forbidden for who is no domain admin, and NotFound for a user that the account does not have or has disabled.
    """
    if not may_administer(actor):
        raise Forbidden(phrase("Only domain admins may see License Usage as somebody else does."))
    query = active_users().where(User.account_id == actor.account_id, User.name == user_name.lower())
    with db.read() as tx:
        user = tx.execute(query).one_or_none()
        if user is None:
            raise NotFound(
                phrase("There is no active user %(user_name)s in this account.", user_name=user_name)
            )
        return actor_of(user)
