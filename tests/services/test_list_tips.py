"""Tips: told only while they apply, to whom they concern, and not for a while once they are closed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from tests.services.acting import opened, refused, with_rights
from tests.services.paying import open_support, set_terms, set_user_terms
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.minutes import give_minutes
from webapp.db import Database
from webapp.domain.access import Actor, Right
from webapp.domain.code_guessing import MANY_WRONG_CODES, period_of
from webapp.domain.errors import NotFound
from webapp.domain.tips import CLOSED_FOR, TipKind
from webapp.models import WrongCode
from webapp.services.close_tip import close_tip
from webapp.services.list_tips import Tip, list_tips
from webapp.services.pause_session import pause_session
from webapp.services.set_licenses import set_licenses
from webapp.services.view_user import view_user

A_WHILE = timedelta(minutes=6).total_seconds()


def tips(db: Database, actor: Actor, clock: FrozenClock) -> list[TipKind]:
    return [tip.kind for tip in list_tips(db, actor, clock.now())]


def only(db: Database, actor: Actor, clock: FrozenClock) -> Tip:
    (tip,) = list_tips(db, actor, clock.now())
    return tip


def lasting(db: Database) -> None:
    """Leases last for a day, so that sessions stay open while time passes."""
    set_terms(db, lease_seconds=86_400)


def test_nothing_is_told_where_nothing_is_to_be_done(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    opened(database, cast.ben.desk, clock.now())

    assert tips(database, cast.ana.actor, clock) == []


def test_codes_that_nobody_joined_for_a_while_are_told_with_the_licenses_that_they_hold(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    lasting(database)
    codes = [open_support(database, cast.ben.desk, clock.now()).id for _ in range(2)]
    codes.append(open_support(database, cast.cleo.desk, clock.now()).id)
    assert tips(database, cast.ana.actor, clock) == []

    clock.advance(A_WHILE)

    tip = only(database, cast.ana.actor, clock)
    assert (tip.kind, tip.number, set(tip.session_ids)) == (TipKind.UNJOINED_CODES, 2, set(codes))
    looks = with_rights(cast.ben.actor, Right.VIEW_DOMAIN, Right.VIEW_OWN)
    assert tips(database, looks, clock) == []
    ends_own = with_rights(cast.cleo.actor, Right.VIEW_DOMAIN, Right.VIEW_OWN, Right.CONTROL_OWN)
    assert only(database, ends_own, clock).session_ids == (codes[2],)


def test_a_code_on_a_license_that_is_used_anyway_holds_none(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    lasting(database)
    open_support(database, cast.ben.desk, clock.now())
    opened(database, cast.ben.desk, clock.now())

    clock.advance(A_WHILE)

    assert tips(database, cast.ana.actor, clock) == []


def test_a_code_that_has_expired_is_told_no_more(database: Database, cast: Cast, clock: FrozenClock) -> None:
    lasting(database)
    open_support(database, cast.ben.desk, clock.now())

    clock.advance(timedelta(minutes=31).total_seconds())

    assert tips(database, cast.ana.actor, clock) == []


def test_ones_own_limit_is_told_when_it_refused_last(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_user_terms(database, "ben", own_limit=0)
    refused(database, cast.ben.desk, clock.now())
    ben = view_user(database, cast.ana.actor, "ben", clock.now()).user

    tip = only(database, with_limit(cast.ben.actor, ben.own_limit), clock)

    assert (tip.kind, tip.number, tip.owner_name, tip.owner_email) == (
        TipKind.OWN_LIMIT,
        0,
        "Ana Novak",
        "ana@acme.example",
    )
    assert tips(database, cast.cleo.actor, clock) == []
    clock.advance(timedelta(days=8).total_seconds())
    assert tips(database, with_limit(cast.ben.actor, 0), clock) == []


def with_limit(actor: Actor, limit: int | None) -> Actor:
    return replace(actor, own_limit=limit)


def test_refusals_of_a_week_are_told_to_who_sees_the_domain(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 0, clock.now())
    asked = [refused(database, cast.ben.desk, clock.advance(1), f"SRV-{n}") for n in range(3)]

    tip = only(database, cast.ana.actor, clock)

    assert (tip.kind, tip.number, tip.refusal_id) == (TipKind.REFUSALS, 3, asked[-1].refusal_id)
    assert tips(database, with_rights(cast.ben.actor, Right.VIEW_OWN), clock) == []
    assert tips(database, cast.gus.actor, clock) == []
    clock.advance(timedelta(days=8).total_seconds())
    assert tips(database, cast.ana.actor, clock) == []


def test_few_minutes_are_told_to_who_may_view_reports(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 59)

    assert only(database, cast.ana.actor, clock) == Tip(TipKind.PPU_LOW, 59)
    assert tips(database, with_rights(cast.ben.actor, Right.VIEW_DOMAIN), clock) == []
    set_terms(database, ppu_low_minutes=59)
    assert tips(database, cast.ana.actor, clock) == []
    set_terms(database, ppu_low_minutes=100, ppu_is_on=False)
    assert tips(database, cast.ana.actor, clock) == []


def test_ones_own_paused_sessions_are_told_to_nobody_else(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    pause_session(database, cast.ben.actor, session.id, clock.now())

    assert only(database, cast.ben.actor, clock) == Tip(TipKind.PAUSED, 1)
    assert tips(database, cast.ana.actor, clock) == []
    clock.advance(timedelta(hours=25).total_seconds())
    assert tips(database, cast.ben.actor, clock) == []


def test_many_wrong_codes_are_told_to_domain_admins(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    tried = {
        "period": period_of(clock.now()),
        "address": "192.0.2.7",
        "tries": MANY_WRONG_CODES + 1,
        "last_at": clock.now(),
    }
    database.write(lambda tx: tx.execute(insert(WrongCode).values(tried)))

    assert only(database, cast.ana.actor, clock) == Tip(TipKind.WRONG_CODES, MANY_WRONG_CODES + 1)
    assert tips(database, cast.ben.actor, clock) == []


def test_a_tip_that_is_closed_stays_away_for_a_while_for_one_person(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    give_minutes(database, 5)

    close_tip(database, cast.ana.actor, "ppu_low", clock.now())
    close_tip(database, cast.ana.actor, "ppu_low", clock.advance(60))

    assert tips(database, cast.ana.actor, clock) == []
    assert tips(database, cast.ben.actor, clock) == [TipKind.PPU_LOW]
    clock.advance(CLOSED_FOR.total_seconds())
    assert tips(database, cast.ana.actor, clock) == [TipKind.PPU_LOW]


def test_only_tips_can_be_closed(database: Database, cast: Cast, clock: FrozenClock) -> None:
    with pytest.raises(NotFound):
        close_tip(database, cast.ana.actor, "everything", clock.now())
