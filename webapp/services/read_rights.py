"""Session Management as it stands: what the account says of each right, and what is in force for one user, and why."""

from dataclasses import dataclass

from webapp.db import Database
from webapp.domain.access import AccountRight, Actor, InForce, Right, explain_rights
from webapp.services.steps.rights import account_rights, own_rights
from webapp.services.steps.users import UserRecord, user_named


@dataclass(frozen=True, slots=True)
class UserRights:
    """One user's rights: what the account says, what is set for the user, and what comes of it."""

    user: UserRecord
    account: dict[Right, AccountRight]
    own: dict[Right, bool]
    in_force: dict[Right, InForce]


def read_account_rights(db: Database, actor: Actor) -> dict[Right, AccountRight]:
    """What the account says of each right."""
    with db.read() as tx:
        return account_rights(tx, actor.account_id)


def read_user_rights(db: Database, actor: Actor, user_name: str) -> UserRights:
    """The rights of a user of the actor's account. Raises NotFound."""
    with db.read() as tx:
        user = user_named(tx, actor.account_id, user_name)
        account = account_rights(tx, actor.account_id)
        own = own_rights(tx, actor.account_id, user.user_id)
    in_force = explain_rights(
        is_domain_admin=user.is_domain_admin, is_read_only=user.is_read_only, account=account, user=own
    )
    return UserRights(user, account, own, in_force)
