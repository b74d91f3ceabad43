"""The decision who gets in, on what is stored: facts read in one transaction, with what has lapsed written down first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Integer, bindparam, exists, func, select, union

from webapp.db.prepared import Prepared
from webapp.domain.admission import (
    AdmissionFacts,
    Decision,
    OnLicense,
    OnMinutes,
    PpuFacts,
    decide_admission,
)
from webapp.domain.ppu import PpuConsent
from webapp.domain.states import Funding
from webapp.models import IS_ON_PPU, IS_OPEN, Account, ClientSession, License, User
from webapp.services.steps.accounts import AccountState
from webapp.services.steps.closing import close_overdue
from webapp.services.steps.licenses import Pair, take_license
from webapp.services.steps.pay_per_use import move_pair
from webapp.services.steps.ppu_ledger import read_budget

_ACCOUNT, _USER, _DEVICE = (bindparam(name, type_=Integer) for name in ("account", "user", "device"))
_OF_ACCOUNT = License.account_id == _ACCOUNT
_OF_USER = (_OF_ACCOUNT, License.user_id == _USER)
_FREE = (_OF_ACCOUNT, License.user_id.is_(None))
_FACTS = Prepared(
    select(
        select(License.number)
        .where(*_OF_USER, License.device_id == _DEVICE)
        .scalar_subquery()
        .label("pair_license"),
        select(
            exists().where(
                ClientSession.account_id == _ACCOUNT, IS_OPEN, ClientSession.over_at <= bindparam("now")
            )
            | exists().where(
                ClientSession.account_id == _ACCOUNT,
                IS_ON_PPU,
                ClientSession.ppu_paid_until < bindparam("now"),
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
)
_DEVICES_CONNECTED = Prepared(
    select(func.count().label("devices")).select_from(
        union(
            select(License.device_id).where(*_OF_USER, License.device_id != _DEVICE),
            select(ClientSession.device_id).where(
                ClientSession.account_id == _ACCOUNT,
                IS_ON_PPU,
                ClientSession.user_id == _USER,
                ClientSession.device_id != _DEVICE,
            ),
        ).subquery()
    )
)
_CONSENT = Prepared(
    select(func.coalesce(User.ppu_consent, Account.ppu_consent).label("consent"))
    .join(Account, Account.account_id == User.account_id)
    .where(User.user_id == _USER)
)
_FREE_LICENSES = Prepared(select(func.count().label("free")).select_from(License).where(*_FREE))


@dataclass(frozen=True, slots=True)
class Place:
    """What pays for a session that was let in: a license by its number, or pay per use since `ppu_since`."""

    funding: Funding
    license: int | None
    ppu_since: datetime | None


def decide(
    tx: Connection, account: AccountState, pair: Pair, accept_ppu: bool | None, now: datetime
) -> Decision:
    """Decide on what is true now: what has lapsed in the account is written down first, so that it counts no more."""
    facts, any_overdue = _facts(tx, account, pair, now)
    if any_overdue:
        close_overdue(tx, account, now)
        facts, _ = _facts(tx, account, pair, now)
    return decide_admission(facts, lambda: _ppu_facts(tx, account, pair, accept_ppu, now))


def take_place(
    tx: Connection, account: AccountState, pair: Pair, decision: OnLicense | OnMinutes, now: datetime
) -> Place:
    """Take the license of the decision if it was free, or say that the place is one on pay per use."""
    if isinstance(decision, OnMinutes):
        return Place(Funding.PPU, None, now)
    if decision.taken:
        if not take_license(tx, account.account_id, decision.number, pair, now):
            raise RuntimeError("a free license was taken while its account was held")
        move_pair(tx, account, pair, decision.number, now)
    return Place(Funding.LICENSE, decision.number, None)


def _ppu_facts(
    tx: Connection, account: AccountState, pair: Pair, accepts: bool | None, now: datetime
) -> PpuFacts:
    budget = read_budget(tx, account.account_id, now, now)
    obstacle = budget.obstacle(pair[0], now)
    must_ask = obstacle is None and _CONSENT.one(tx, {"user": pair[0]}).consent == PpuConsent.ASK
    return PpuFacts(obstacle, budget.minutes, must_ask, accepts)


def _facts(tx: Connection, account: AccountState, pair: Pair, now: datetime) -> tuple[AdmissionFacts, bool]:
    """Read the facts as stored, and whether something stored has lapsed."""
    who = {"account": account.account_id, "user": pair[0], "device": pair[1]}
    row = _FACTS.one(tx, {**who, "licenses": account.licenses, "now": now})
    facts = AdmissionFacts(
        pair_license=row.pair_license,
        own_limit=row.own_limit,
        devices_connected=0 if row.own_limit is None else _DEVICES_CONNECTED.one(tx, who).devices,
        lowest_free=row.lowest_free,
        excess=row.excess,
        free=_FREE_LICENSES.one(tx, who).free if row.excess else int(row.lowest_free is not None),
    )
    return facts, row.any_overdue
