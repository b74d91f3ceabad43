"""What is stored of the rights of Session Management, and the same as the values of a form."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from webapp.domain.access import AccountRight, Right
from webapp.domain.right_settings import on_off, own_word
from webapp.models import AccountRightSetting, UserRightSetting


def account_rights(tx: Connection, account_id: int) -> dict[Right, AccountRight]:
    """What the account says of each right."""
    rows = select(
        AccountRightSetting.right, AccountRightSetting.allowed, AccountRightSetting.override_allowed
    ).where(AccountRightSetting.account_id == account_id)
    stored = {right: AccountRight(allowed, override) for right, allowed, override in tx.execute(rows)}
    return {right: stored.get(right, AccountRight()) for right in Right}


def own_rights(tx: Connection, account_id: int, user_id: int) -> dict[Right, bool]:
    """The user's own settings; a right that is not there is as the account says."""
    rows = select(UserRightSetting.right, UserRightSetting.allowed).where(
        UserRightSetting.account_id == account_id, UserRightSetting.user_id == user_id
    )
    return {row.right: row.allowed for row in tx.execute(rows)}


def store_account_right(tx: Connection, account_id: int, right: Right, setting: AccountRight) -> None:
    """Store what the account says of a right; the default needs no row."""
    this = (AccountRightSetting.account_id == account_id, AccountRightSetting.right == right)
    tx.execute(delete(AccountRightSetting).where(*this))
    if setting != AccountRight():
        values = {"allowed": setting.allowed, "override_allowed": setting.override_allowed}
        tx.execute(insert(AccountRightSetting).values(account_id=account_id, right=right, **values))


def store_own_right(tx: Connection, account_id: int, user_id: int, right: Right, own: bool | None) -> None:
    """Store a user's own setting; None: as the account says."""
    this = (
        UserRightSetting.account_id == account_id,
        UserRightSetting.user_id == user_id,
        UserRightSetting.right == right,
    )
    tx.execute(delete(UserRightSetting).where(*this))
    if own is not None:
        values = {"account_id": account_id, "user_id": user_id, "right": right, "allowed": own}
        tx.execute(insert(UserRightSetting).values(**values))


def account_values(settings: Mapping[Right, AccountRight]) -> dict[str, str]:
    """The account's settings as fields of a form: `<right>` on or off, `<right>_override` own or enforced."""
    values: dict[str, str] = {}
    for right, setting in settings.items():
        values[right] = on_off(setting.allowed)
        values[f"{right}_override"] = "own" if setting.override_allowed else "enforced"
    return values


def own_values(own: Mapping[Right, bool]) -> dict[str, str]:
    """A user's own settings as fields of a form: `<right>` inherit, on or off."""
    return {right.value: own_word(own.get(right)) for right in Right}
