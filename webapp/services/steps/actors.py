"""Who is asking: finds users by the forms of their name, and makes actors with the rights in force."""

from collections import defaultdict
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Row,
    Select,
    bindparam,
    literal,
    null,
    select,
    union_all,
)

from webapp.domain.access import AccountRight, Actor, Right, rights_in_force
from webapp.domain.user_names import DomainAndName, parse_user_name
from webapp.models import Account, AccountRightSetting, User, UserRightSetting

USER_COLUMNS: tuple[Any, ...] = (
    User.user_id,
    User.account_id,
    User.name,
    User.display_name,
    User.email,
    User.password_hash,
    User.is_owner,
    User.is_domain_admin,
    User.is_read_only,
    User.own_limit,
    Account.domain,
    Account.name.label("account_name"),
)
_RIGHTS: CompoundSelect[Any] = union_all(
    select(
        literal("account").label("of"),
        AccountRightSetting.right,
        AccountRightSetting.allowed,
        AccountRightSetting.override_allowed,
    ).where(AccountRightSetting.account_id == bindparam("account")),
    select(literal("user"), UserRightSetting.right, UserRightSetting.allowed, null()).where(
        UserRightSetting.account_id == bindparam("account"), UserRightSetting.user_id == bindparam("user")
    ),
)


def active_users(*columns: Any) -> Select[Any]:  # columns of any kind
    """A query for users who are not disabled, with what an actor needs and `columns` besides."""
    return (
        select(*USER_COLUMNS, *columns)
        .join(Account, Account.account_id == User.account_id)
        .where(User.disabled_at.is_(None))
    )


def find_user(tx: Connection, user_name: str, *columns: Any) -> Row[Any] | None:  # columns of any kind
    """Find the user who signs in by this name, in any of its three forms, with `columns` besides."""
    parsed = parse_user_name(user_name)
    if parsed is None:
        return None
    return tx.execute(active_users(*columns).where(*_named(parsed))).one_or_none()


def actor_of(
    tx: Connection,
    user: Row[Any],
    device_id: int | None = None,
    device_name: str | None = None,
    address: str = "",
) -> Actor:
    """The actor for a row of `active_users`; `address` is where the request comes from."""
    return Actor(
        account_id=user.account_id,
        domain=user.domain,
        account_name=user.account_name,
        user_id=user.user_id,
        user_name=user.name,
        display_name=user.display_name,
        email=user.email,
        is_owner=user.is_owner,
        is_domain_admin=user.is_domain_admin,
        rights=_rights(tx, user),
        own_limit=user.own_limit,
        device_id=device_id,
        device_name=device_name,
        is_read_only=user.is_read_only,
        address=address,
    )


def _named(parsed: object) -> list[ColumnElement[bool]]:
    if isinstance(parsed, DomainAndName):
        return [Account.domain == parsed.domain, User.name == parsed.name]
    return [User.email == parsed.email]  # type: ignore[attr-defined]


def _rights(tx: Connection, user: Row[Any]) -> frozenset[Right]:
    if user.is_domain_admin and not user.is_read_only:
        return frozenset(Right)
    account: dict[Right, AccountRight] = defaultdict(AccountRight)
    own: dict[Right, bool] = {}
    for of, right, allowed, override_allowed in tx.execute(
        _RIGHTS, {"account": user.account_id, "user": user.user_id}
    ):
        if of == "account":
            account[right] = AccountRight(allowed, override_allowed)
        else:
            own[right] = allowed
    return rights_in_force(
        is_domain_admin=user.is_domain_admin, is_read_only=user.is_read_only, account=account, user=own
    )
