"""Taking and releasing licenses, with the history of who held which."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, delete, exists, insert, update

from webapp.db import at_last
from webapp.db.prepared import Prepared, Step, together
from webapp.domain.ppu_settlement import FreeLicense
from webapp.models import ClientSession, License, LicenseHolding
from webapp.models.base import UtcDateTime
from webapp.services.steps.accounts import AccountState
from webapp.services.steps.tokens import new_id

Pair = tuple[int, int]
"""(user, device): a concurrent user."""

_THIS = (License.account_id == bindparam("account"), License.number == bindparam("license"))
_TAKE = Prepared(
    update(License)
    .where(*_THIS, License.user_id.is_(None))
    .values(user_id=bindparam("user"), device_id=bindparam("device"), held_since=bindparam("moment"))
)
_RECORD = Prepared(
    insert(LicenseHolding).values(
        holding_id=bindparam("holding"),
        account_id=bindparam("account"),
        number=bindparam("license"),
        user_id=bindparam("user"),
        device_id=bindparam("device"),
        held_since=bindparam("moment"),
    )
)
_RELEASE = Prepared(
    update(License)
    .where(
        *_THIS,
        License.user_id == bindparam("user"),
        License.device_id == bindparam("device"),
        ~exists().where(
            ClientSession.account_id == License.account_id,
            ClientSession.user_id == License.user_id,
            ClientSession.device_id == License.device_id,
            ClientSession.holds_license == License.number,
        ),
    )
    .values(user_id=None, device_id=None, held_since=None)
)
_RETIRE = Prepared(delete(License).where(*_THIS, License.user_id.is_(None)))
_MOMENT = bindparam("moment", type_=UtcDateTime)
_CLOSE = Prepared(  # a clock that was set back makes a holding short, never negative
    update(LicenseHolding)
    .where(
        LicenseHolding.account_id == bindparam("account"),
        LicenseHolding.number == bindparam("license"),
        LicenseHolding.released_at.is_(None),
    )
    .values(released_at=case((LicenseHolding.held_since > _MOMENT, LicenseHolding.held_since), else_=_MOMENT))
)


def take_license(
    tx: Connection,
    account_id: int,
    number: int,
    pair: Pair,
    now: datetime,
    *then: Step,
    is_last: bool = False,
) -> None:
    """Give a free license to a pair, by whoever holds the account, and carry out what comes `then` in the same trip. The
    database refuses a license that somebody has: there is a holding of it that has not ended.

    `is_last`: nothing follows in this transaction.
    """
    values = {"account": account_id, "license": number, "user": pair[0], "device": pair[1], "moment": now}
    steps = (_TAKE, values), (_RECORD, {**values, "holding": new_id()}), *then
    if is_last:
        at_last(tx, *steps)
        return
    taken, *_ = together(tx, *steps)
    if taken != 1:
        raise RuntimeError("a free license was taken while its account was held")


def release_licenses(
    tx: Connection, account: AccountState, left: Iterable[tuple[int, Pair, datetime]]
) -> list[FreeLicense]:
    """Free each license that no session of its pair holds any more, as of the moment the last one left it.

    Returns what became free. A number above what the account has is retired for good.
    """
    last: dict[tuple[int, Pair], datetime] = {}
    for number, pair, moment in left:
        last[number, pair] = max(moment, last.get((number, pair), moment))
    freed = []
    for (number, pair), moment in sorted(last.items()):
        this = {"account": account.account_id, "license": number}
        if _RELEASE.run(tx, {**this, "user": pair[0], "device": pair[1]}) == 1:
            _CLOSE.run(tx, {**this, "moment": moment})
            freed.append(FreeLicense(number, moment))
            if number > account.licenses:
                _RETIRE.run(tx, this)
    return freed
