"""The decision who gets in, on what is stored: facts read in one transaction, with what has lapsed written down first."""

from datetime import datetime

from sqlalchemy import Connection, Integer, bindparam, exists, func, select

from webapp.domain.admission import AdmissionFacts, OnLicense, TurnedAway, decide_admission
from webapp.models import IS_HOLDING, ClientSession, License, User
from webapp.services.steps.accounts import AccountState
from webapp.services.steps.closing import close_overdue
from webapp.services.steps.licenses import Pair

_ACCOUNT, _USER, _DEVICE = (bindparam(name, type_=Integer) for name in ("account", "user", "device"))
_OF_ACCOUNT = License.account_id == _ACCOUNT
_OF_USER = (_OF_ACCOUNT, License.user_id == _USER)
_FREE = (_OF_ACCOUNT, License.user_id.is_(None))
_FACTS = select(
    select(License.number)
    .where(*_OF_USER, License.device_id == _DEVICE)
    .scalar_subquery()
    .label("pair_license"),
    select(
        exists().where(
            ClientSession.account_id == _ACCOUNT, IS_HOLDING, ClientSession.holds_until <= bindparam("now")
        )
    )
    .scalar_subquery()
    .label("any_overdue"),
    select(func.min(License.number)).where(*_FREE).scalar_subquery().label("lowest_free"),
    select(func.count())
    .select_from(License)
    .where(_OF_ACCOUNT, License.number > bindparam("licenses"))
    .scalar_subquery()
    .label("excess"),
    select(User.own_limit).where(User.user_id == _USER).scalar_subquery().label("own_limit"),
)
_DEVICES_CONNECTED = select(func.count()).select_from(License).where(*_OF_USER)
_FREE_LICENSES = select(func.count()).select_from(License).where(*_FREE)


def decide(tx: Connection, account: AccountState, pair: Pair, now: datetime) -> OnLicense | TurnedAway:
    """Decide on what is true now: what has lapsed in the account is written down first, so that it counts no more."""
    facts, any_overdue = _facts(tx, account, pair, now)
    if any_overdue:
        close_overdue(tx, account, now)
        facts, _ = _facts(tx, account, pair, now)
    return decide_admission(facts)


def _facts(tx: Connection, account: AccountState, pair: Pair, now: datetime) -> tuple[AdmissionFacts, bool]:
    """Read the facts as stored, and whether something stored has lapsed."""
    who = {"account": account.account_id, "user": pair[0], "device": pair[1]}
    row = tx.execute(_FACTS, {**who, "licenses": account.licenses, "now": now}).one()
    facts = AdmissionFacts(
        pair_license=row.pair_license,
        own_limit=row.own_limit,
        devices_connected=tx.execute(_DEVICES_CONNECTED, who).scalar_one()
        if row.own_limit is not None
        else 0,
        lowest_free=row.lowest_free,
        excess=row.excess,
        free=tx.execute(_FREE_LICENSES, who).scalar_one() if row.excess else int(row.lowest_free is not None),
    )
    return facts, row.any_overdue
