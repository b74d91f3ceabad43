"""The decision who gets in, on what is stored: facts read in one transaction, with what has lapsed written down first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, exists, func, select, union

from webapp.db.prepared import Prepared, Step, together
from webapp.domain.admission import (
    AdmissionFacts,
    Decision,
    OnLicense,
    OnMinutes,
    PpuFacts,
    decide_admission,
)
from webapp.domain.errors import Conflict
from webapp.domain.limits import SESSIONS_OF_DEVICE_MAX
from webapp.domain.ppu import PpuConsent
from webapp.domain.states import Funding
from webapp.domain.texts import phrase
from webapp.models import IS_ON_PPU, IS_OPEN, Account, ClientSession, License, User
from webapp.services.steps.accounts import AccountState, HeldAccount
from webapp.services.steps.closing import close_overdue
from webapp.services.steps.licenses import Pair, take_license
from webapp.services.steps.pay_per_use import move_pair
from webapp.services.steps.ppu_ledger import read_budget

_ACCOUNT, _USER, _DEVICE = (bindparam(name, type_=Integer) for name in ("account", "user", "device"))
_OF_ACCOUNT = License.account_id == _ACCOUNT
_OF_USER = (_OF_ACCOUNT, License.user_id == _USER)
_FREE = (_OF_ACCOUNT, License.user_id.is_(None))
FACTS = Prepared(  # of an account that is held: what is true at the moment of this change
    select(
        select(License.number)
        .where(*_OF_USER, License.device_id == _DEVICE)
        .scalar_subquery()
        .label("pair_license"),
        (
            exists()
            .where(ClientSession.account_id == _ACCOUNT, IS_OPEN, ClientSession.over_at <= Account.decided_at)
            .correlate(Account)
            | exists()
            .where(
                ClientSession.account_id == _ACCOUNT,
                IS_ON_PPU,
                ClientSession.ppu_since <= Account.decided_at,  # always true; leads SQLite to the index
                ClientSession.ppu_paid_until < Account.decided_at,
            )
            .correlate(Account)
        ).label("any_overdue"),
        select(func.min(License.number)).where(*_FREE).scalar_subquery().label("lowest_free"),
        select(func.count())
        .select_from(License)
        .where(_OF_ACCOUNT, License.number > Account.license_count)
        .scalar_subquery()
        .label("excess"),
        select(User.own_limit).where(User.user_id == _USER).scalar_subquery().label("own_limit"),
        exists()
        .where(
            ClientSession.account_id == _ACCOUNT,
            IS_ON_PPU,
            ClientSession.user_id == _USER,
            ClientSession.device_id == _DEVICE,
        )
        .label("pair_on_ppu"),
    ).where(Account.account_id == _ACCOUNT)
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
_BESIDE = Prepared(
    select(func.count().label("sessions")).where(
        ClientSession.account_id == _ACCOUNT,
        ClientSession.user_id == _USER,
        ClientSession.device_id == _DEVICE,
        ClientSession.holds_license.is_not(None),
    )
)
TOO_MANY_SESSIONS = phrase(
    "%(number)s sessions are open on this device already. Close some of them first.",
    number=SESSIONS_OF_DEVICE_MAX,
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
    tx: Connection,
    account: HeldAccount,
    pair: Pair,
    accept_ppu: bool | None,
    stored: Any = None,  # noqa: ANN401 - a row of FACTS
) -> Decision:
    """Decide on what is true now: what has lapsed in the account is written down first, so that it counts no more.

    `stored`: what FACTS say, where that has been asked already.
    """
    now = account.now
    stored = stored or FACTS.one(tx, of_pair(account.account_id, pair))
    if stored.any_overdue:
        close_overdue(tx, account, now)
        stored = FACTS.one(tx, of_pair(account.account_id, pair))
    facts = _facts(tx, account, pair, stored)
    return decide_admission(facts, lambda: _ppu_facts(tx, account, pair, accept_ppu, now))


def place_of(decision: OnLicense | OnMinutes, now: datetime) -> Place:
    """What pays for a session by this decision."""
    if isinstance(decision, OnMinutes):
        return Place(Funding.PPU, None, now)
    return Place(Funding.LICENSE, decision.number, None)


def take_place(
    tx: Connection,
    account: HeldAccount,
    pair: Pair,
    decision: OnLicense | OnMinutes,
    *then: Step,
    is_last: bool = False,
) -> None:
    """Take the license of the decision if it was free, and carry out what comes `then` in the same trip. `is_last`: the caller
    has nothing to add to this transaction.

    Raises Conflict when so many sessions run on the pair's license that one more is surely a mistake.
    """
    if isinstance(decision, OnLicense) and decision.taken:
        ends_here = is_last and not decision.moves
        take_license(tx, account.account_id, decision.number, pair, account.now, *then, is_last=ends_here)
        if decision.moves:
            move_pair(tx, account, pair, decision.number, account.now)
        return
    if isinstance(decision, OnLicense):
        _check_beside(tx, account, pair)
    together(tx, *then)


def _check_beside(tx: Connection, account: AccountState, pair: Pair) -> None:
    if _BESIDE.one(tx, of_pair(account.account_id, pair)).sessions >= SESSIONS_OF_DEVICE_MAX:
        raise Conflict(TOO_MANY_SESSIONS)


def _ppu_facts(
    tx: Connection, account: AccountState, pair: Pair, accepts: bool | None, now: datetime
) -> PpuFacts:
    budget = read_budget(tx, account.account_id, now, now)
    obstacle = budget.obstacle(pair[0], now)
    must_ask = obstacle is None and _CONSENT.one(tx, {"user": pair[0]}).consent == PpuConsent.ASK
    return PpuFacts(obstacle, budget.minutes, must_ask, accepts)


def _facts(tx: Connection, account: AccountState, pair: Pair, stored: Any) -> AdmissionFacts:  # noqa: ANN401
    who = of_pair(account.account_id, pair)
    limited, excess = stored.own_limit is not None, stored.excess
    return AdmissionFacts(
        pair_license=stored.pair_license,
        own_limit=stored.own_limit,
        devices_connected=_DEVICES_CONNECTED.one(tx, who).devices if limited else 0,
        lowest_free=stored.lowest_free,
        excess=excess,
        free=_FREE_LICENSES.one(tx, who).free if excess else int(stored.lowest_free is not None),
        pair_on_ppu=stored.pair_on_ppu,
    )


def of_pair(account_id: int, pair: Pair) -> dict[str, int]:
    """The values by which FACTS and others find a pair."""
    return {"account": account_id, "user": pair[0], "device": pair[1]}
