"""The numbers above License Usage's table: of the whole account, whatever somebody may see of its sessions."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, String, cast, func, select

from webapp.db import Database
from webapp.domain.access import Actor, Right
from webapp.models import Account, Refusal
from webapp.services.steps.accounts import AccountState
from webapp.services.steps.usage_numbers import devices_of, licenses_held, pairs_on_ppu, standing_of_licenses

SEGMENTS_MAX = 60
NAMED_MAX = 1000
"""Up to so many licenses in use, one look tells for every viewer how many of them are their own."""
A_DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class PpuStanding:
    """Pay per use of the account: the minutes left, how many sessions run on it, and whether it can be used now."""

    minutes: int
    sessions: int
    is_usable: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The numbers on top. `segments`: one of mine, other, ending, free a license; empty when there are more than 60.

    `own_in_use`: from how many devices the actor is connected, on a license or on pay per use. `ppu` None: the account has
    no pay per use, and nobody runs on it.
    """

    licenses: int
    in_use: int
    segments: tuple[str, ...]
    own_limit: int | None
    own_in_use: int
    refused_in_24_hours: int
    ppu: PpuStanding | None = None


@dataclass(frozen=True, slots=True)
class AccountNumbers:
    """What the overview says to everybody. `held` and `devices`, from how many each user is connected, are empty when too many
    licenses are in use to name each."""

    licenses: int
    in_use: int
    held: tuple[Row[Any], ...]
    devices: Counter[int]
    refused_in_24_hours: int
    ppu: PpuStanding | None


def read_numbers(tx: Connection, actor: Actor, account: AccountState, now: datetime) -> AccountNumbers:
    """Count what is true now. Refusals are those that the actor may know of."""
    in_use = licenses_held(tx, account.account_id, now)
    held = standing_of_licenses(tx, account.account_id, now) if in_use <= NAMED_MAX else []
    on_ppu = pairs_on_ppu(tx, account.account_id, now)
    return AccountNumbers(
        licenses=account.licenses,
        in_use=in_use,
        held=tuple(held),
        devices=Counter(row.user_id for row in (*held, *on_ppu)),
        refused_in_24_hours=_refused(tx, actor, now),
        ppu=_ppu(tx, account.account_id, sum(pair.sessions for pair in on_ppu), now),
    )


def overview_of(db: Database, numbers: AccountNumbers, actor: Actor, now: datetime) -> Overview:
    """The numbers as one actor sees them."""
    return Overview(
        licenses=numbers.licenses,
        in_use=numbers.in_use,
        segments=_segments(numbers, actor),
        own_limit=actor.own_limit,
        own_in_use=_own_in_use(db, numbers, actor, now),
        refused_in_24_hours=numbers.refused_in_24_hours,
        ppu=numbers.ppu,
    )


def _own_in_use(db: Database, numbers: AccountNumbers, actor: Actor, now: datetime) -> int:
    if numbers.in_use <= NAMED_MAX:
        return numbers.devices[actor.user_id]
    with db.read() as tx:
        return devices_of(tx, actor, now)


def _ppu(tx: Connection, account_id: int, sessions: int, now: datetime) -> PpuStanding | None:
    terms = tx.execute(
        select(Account.ppu_is_on, Account.ppu_expires_at, Account.ppu_minutes).where(
            Account.account_id == account_id
        )
    ).one()
    in_time = terms.ppu_expires_at is None or terms.ppu_expires_at > now
    if not sessions and not (terms.ppu_is_on and in_time):
        return None
    return PpuStanding(
        terms.ppu_minutes, sessions, bool(terms.ppu_is_on and in_time and terms.ppu_minutes > 0)
    )


def _segments(numbers: AccountNumbers, actor: Actor) -> tuple[str, ...]:
    held, licenses = numbers.held, numbers.licenses
    if max(licenses, numbers.in_use) > SEGMENTS_MAX:
        return ()
    by_number = {
        row.number: "ending" if row.ending else "mine" if row.user_id == actor.user_id else "other"
        for row in held
    }
    above = [by_number[number] for number in sorted(by_number) if number > licenses]
    return tuple([by_number.get(number, "free") for number in range(1, licenses + 1)] + above)


def _refused(tx: Connection, actor: Actor, now: datetime) -> int:
    """How many wishes were refused: a client that waits and asks again has still one."""
    wish = func.coalesce(Refusal.wish, cast(Refusal.refusal_id, String))
    query = select(func.count(wish.distinct())).where(
        Refusal.account_id == actor.account_id, Refusal.refused_at > now - A_DAY
    )
    if Right.VIEW_DOMAIN not in actor.rights:
        query = query.where(Refusal.user_id == actor.user_id)
    return tx.execute(query).scalar_one()
