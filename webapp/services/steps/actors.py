"""Who is asking: finds users by the forms of their name, and makes actors with the rights in force."""

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    String,
    case,
    func,
    literal_column,
    select,
    type_coerce,
)

from webapp.domain.access import AccountRight, Actor, Right, rights_in_force
from webapp.domain.user_names import DomainAndName, parse_user_name
from webapp.models import Account, AccountRightSetting, User, UserRightSetting

_ON, _OFF = "+", "-"
_COMMA: Any = literal_column("','")  # spelled out: a value of its own would be expanded with each execution


def _mark(column: Any) -> ColumnElement[str]:  # noqa: ANN401 - a column that is true or false
    return case((column, _ON), else_=_OFF)


_ACCOUNT_SAYS = (
    select(
        func.aggregate_strings(
            type_coerce(AccountRightSetting.right, String)
            + _mark(AccountRightSetting.allowed)
            + _mark(AccountRightSetting.override_allowed),
            _COMMA,
        )
    )
    .where(AccountRightSetting.account_id == User.account_id)
    .correlate(User)
    .scalar_subquery()
)
_USER_SAYS = (
    select(
        func.aggregate_strings(
            type_coerce(UserRightSetting.right, String) + _mark(UserRightSetting.allowed), _COMMA
        )
    )
    .where(UserRightSetting.account_id == User.account_id, UserRightSetting.user_id == User.user_id)
    .correlate(User)
    .scalar_subquery()
)
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
    User.language,
    Account.domain,
    Account.name.label("account_name"),
    Account.language.label("account_language"),
    _ACCOUNT_SAYS.label("account_says"),
    _USER_SAYS.label("user_says"),
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
    user: Any,  # noqa: ANN401 - a row of these and other columns
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
        rights=_rights_of(user),
        own_limit=user.own_limit,
        device_id=device_id,
        device_name=device_name,
        is_read_only=user.is_read_only,
        address=address,
        language=user.language,
        account_language=user.account_language,
    )


def _named(parsed: object) -> list[ColumnElement[bool]]:
    if isinstance(parsed, DomainAndName):
        return [Account.domain == parsed.domain, User.name == parsed.name]
    return [User.email == parsed.email]  # type: ignore[attr-defined]


def _rights_of(user: Any) -> frozenset[Right]:  # noqa: ANN401 - a row of these and other columns
    return _rights(
        user.account_says or "",
        user.user_says or "",
        is_domain_admin=user.is_domain_admin,
        is_read_only=user.is_read_only,
    )


@lru_cache(maxsize=1024)
def _rights(
    account_says: str, user_says: str, *, is_domain_admin: bool, is_read_only: bool
) -> frozenset[Right]:
    """The rights in force. Its arguments are all that they depend on, read anew with each request."""
    account = {
        Right(each[:-2]): AccountRight(each[-2] == _ON, each[-1] == _ON) for each in _split(account_says)
    }
    own = {Right(each[:-1]): each[-1] == _ON for each in _split(user_says)}
    return rights_in_force(
        is_domain_admin=is_domain_admin, is_read_only=is_read_only, account=account, user=own
    )


def _split(says: str) -> list[str]:
    return says.split(",") if says else []
