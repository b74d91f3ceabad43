from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from tests.models.rows import holder, session_values, store
from tests.services.acting import opened
from tests.support.cast import Cast
from webapp.db import Database
from webapp.domain.access import Right
from webapp.domain.states import ClosedBy, EndReason, Funding, SessionKind, SessionState
from webapp.models import Account, ClientSession, License, LicenseHolding, Termination, User, UserRightSetting
from webapp.services.steps.tokens import new_id

AT_ONCE = object()
"""Stands for the moment of the test."""
IMPOSSIBLE: dict[str, dict[str, Any]] = {
    "ended without a reason": {"state": SessionState.ENDED, "ended_at": AT_ONCE},
    "ended without a time": {"state": SessionState.ENDED, "end_reason": EndReason.TERMINATED},
    "a reason though it goes on": {"end_reason": EndReason.TERMINATED},
    "a time of its end though it goes on": {"ended_at": AT_ONCE},
    "being ended without a deadline": {"state": SessionState.ENDING, "ends_for": EndReason.TERMINATED},
    "being ended without a cause": {"state": SessionState.ENDING, "ends_at": AT_ONCE},
    "a deadline though nobody is ending it": {"ends_at": AT_ONCE},
    "a cause though nobody is ending it": {"ends_for": EndReason.TERMINATED},
    "paused on a license": {"state": SessionState.PAUSED, "paused_at": AT_ONCE, "expires_at": AT_ONCE},
    "paused without an end": {
        "state": SessionState.PAUSED,
        "paused_at": AT_ONCE,
        "funding": None,
        "license_number": None,
    },
    "paused without a beginning": {
        "state": SessionState.PAUSED,
        "expires_at": AT_ONCE,
        "funding": None,
        "license_number": None,
    },
    "on standby without an end": {"state": SessionState.STANDBY, "kind": SessionKind.SUPPORT},
    "on standby though nobody can join it": {"state": SessionState.STANDBY, "expires_at": AT_ONCE},
    "expiring though it goes on": {"expires_at": AT_ONCE},
    "live without anything that pays for it": {"funding": None},
    "on a license without a number": {"license_number": None},
    "on a license's number though it is on pay per use": {
        "funding": Funding.PPU,
        "ppu_since": AT_ONCE,
        "ppu_paid_until": AT_ONCE,
    },
    "on pay per use since no time": {"funding": Funding.PPU, "license_number": None},
    "on pay per use without a paid minute": {
        "funding": Funding.PPU,
        "license_number": None,
        "ppu_since": AT_ONCE,
    },
    "on a license and on pay per use": {"ppu_since": AT_ONCE, "ppu_paid_until": AT_ONCE},
}


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_no_session_can_be_stored_that_is(database: Database, cast: Cast, now: datetime, name: str) -> None:
    session = opened(database, cast.ben.desk, now)
    changes = {key: now if value is AT_ONCE else value for key, value in IMPOSSIBLE[name].items()}

    with pytest.raises(IntegrityError):
        store(database, ClientSession, **session_values(cast.ben.desk, session.license, **changes))


def test_a_live_session_on_its_pairs_license_can_be_stored(
    database: Database, cast: Cast, now: datetime
) -> None:
    session = opened(database, cast.ben.desk, now)

    store(database, ClientSession, **session_values(cast.ben.desk, session.license))

    with database.read() as tx:
        numbers = tx.execute(select(ClientSession.holds_license)).scalars().all()
    assert numbers == [1, 1]


def test_no_live_session_stands_on_somebody_elses_license(
    database: Database, cast: Cast, now: datetime
) -> None:
    session = opened(database, cast.ben.desk, now)

    for seat in (cast.ben.laptop, cast.cleo.desk, cast.gus.desk):
        with pytest.raises(IntegrityError):
            store(database, ClientSession, **session_values(seat, session.license))


@pytest.mark.parametrize("number", [2, 4])
def test_no_live_session_stands_on_a_license_that_nobody_holds_or_that_is_not_there(
    database: Database, cast: Cast, now: datetime, number: int
) -> None:
    with pytest.raises(IntegrityError):
        store(database, ClientSession, **session_values(cast.ben.desk, number))


def test_no_license_is_freed_under_a_live_session(database: Database, cast: Cast, now: datetime) -> None:
    opened(database, cast.ben.desk, now)
    free = update(License).where(License.number == 1).values(user_id=None, device_id=None, held_since=None)

    with pytest.raises(IntegrityError):
        database.write(lambda tx: tx.execute(free))


def test_no_license_under_a_live_session_goes_to_somebody_else(
    database: Database, cast: Cast, now: datetime
) -> None:
    opened(database, cast.ben.desk, now)
    give = update(License).where(License.number == 1).values(**holder(cast.cleo.desk))

    with pytest.raises(IntegrityError):
        database.write(lambda tx: tx.execute(give))


def test_no_pair_holds_two_licenses(database: Database, cast: Cast, now: datetime) -> None:
    opened(database, cast.ben.desk, now)
    take = update(License).where(License.account_id == cast.ben.actor.account_id, License.number == 2)

    with pytest.raises(IntegrityError):
        database.write(lambda tx: tx.execute(take.values(**holder(cast.ben.desk), held_since=now)))


@pytest.mark.parametrize("missing", ["user_id", "device_id", "held_since"])
def test_no_license_is_half_held(database: Database, cast: Cast, now: datetime, missing: str) -> None:
    values = {
        "user_id": cast.ben.actor.user_id,
        "device_id": cast.ben.desk.actor.device_id,
        "held_since": now,
    }
    take = update(License).where(License.account_id == cast.ben.actor.account_id, License.number == 2)

    with pytest.raises(IntegrityError):
        database.write(lambda tx: tx.execute(take.values(**values | {missing: None})))


def test_no_number_of_an_account_exists_twice(database: Database, cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        store(database, License, account_id=cast.ana.actor.account_id, number=1)


def test_no_license_has_the_number_zero(database: Database, cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        store(database, License, account_id=cast.ana.actor.account_id, number=0)


def test_no_license_is_held_twice_at_once_in_the_history(
    database: Database, cast: Cast, now: datetime
) -> None:
    opened(database, cast.ben.desk, now)

    with pytest.raises(IntegrityError):
        store(
            database, LicenseHolding, holding_id=new_id(), number=1, held_since=now, **holder(cast.cleo.desk)
        )


def test_no_license_is_released_before_it_was_held(database: Database, cast: Cast, now: datetime) -> None:
    with pytest.raises(IntegrityError):
        store(
            database, LicenseHolding, holding_id=new_id(), number=2, held_since=now,
            released_at=now - timedelta(seconds=1), **holder(cast.cleo.desk),
        )  # fmt: skip


def termination_values(cast: Cast, session_id: object, now: datetime, **changes: Any) -> dict[str, Any]:
    return {
        "termination_id": new_id(),
        "account_id": cast.ana.actor.account_id,
        "session_id": session_id,
        "requested_by": cast.ana.actor.user_id,
        "requested_at": now,
        "notice_seconds": 30,
        "takes_effect_at": now + timedelta(seconds=30),
    } | changes


def test_no_session_has_two_terminations_running(database: Database, cast: Cast, now: datetime) -> None:
    session = opened(database, cast.ben.desk, now)
    store(database, Termination, **termination_values(cast, session.id, now))

    with pytest.raises(IntegrityError):
        store(database, Termination, **termination_values(cast, session.id, now))


@pytest.mark.parametrize(
    "changes",
    [{"closed_at": True}, {"closed_by": ClosedBy.CLIENT}, {"taken_back_by": 1}],
    ids=["closed by nothing", "closed at no time", "taken back at no time"],
)
def test_no_termination_has_half_an_outcome(
    database: Database, cast: Cast, now: datetime, changes: dict[str, Any]
) -> None:
    session = opened(database, cast.ben.desk, now)
    values = {key: now if value is True else value for key, value in changes.items()}

    with pytest.raises(IntegrityError):
        store(database, Termination, **termination_values(cast, session.id, now, **values))


def test_no_termination_is_both_closed_and_taken_back(database: Database, cast: Cast, now: datetime) -> None:
    session = opened(database, cast.ben.desk, now)
    both = {
        "closed_at": now,
        "closed_by": ClosedBy.CLIENT,
        "taken_back_at": now,
        "taken_back_by": cast.ana.actor.user_id,
    }

    with pytest.raises(IntegrityError):
        store(database, Termination, **termination_values(cast, session.id, now, **both))


def test_nobody_of_another_account_ends_a_session(database: Database, cast: Cast, now: datetime) -> None:
    session = opened(database, cast.ben.desk, now)

    for strange in ({"account_id": cast.gus.actor.account_id}, {"requested_by": cast.gus.actor.user_id}):
        with pytest.raises(IntegrityError):
            store(database, Termination, **termination_values(cast, session.id, now, **strange))


def test_no_session_mixes_two_accounts(database: Database, cast: Cast, now: datetime) -> None:
    for strange in (
        {"account_id": cast.gus.actor.account_id},
        {"user_id": cast.gus.actor.user_id},
        {"device_id": cast.gus.desk.actor.device_id},
    ):
        values = session_values(cast.ben.desk, None, state=SessionState.PAUSED, funding=None, **strange)
        with pytest.raises(IntegrityError):
            store(database, ClientSession, **values)


def test_no_idempotency_key_opens_two_sessions(database: Database, cast: Cast, now: datetime) -> None:
    session = opened(database, cast.ben.desk, now, key="k-1")

    with pytest.raises(IntegrityError):
        store(
            database, ClientSession, **session_values(cast.ben.desk, session.license, idempotency_key="k-1")
        )


def test_such_a_user_and_such_an_account_can_be_stored(database: Database, cast: Cast, now: datetime) -> None:
    store(database, User, **user_values(cast, now))
    store(database, Account, **account_values(now))

    with database.read() as tx:
        assert tx.execute(select(func.count()).select_from(User).where(User.name == "dora")).scalar_one() == 1


def account_values(now: datetime, **changes: Any) -> dict[str, Any]:
    return {"domain": "initech", "name": "Initech", "license_count": 1, "created_at": now} | changes


def user_values(cast: Cast, now: datetime, **changes: Any) -> dict[str, Any]:
    return {
        "account_id": cast.ana.actor.account_id, "name": "dora", "display_name": "Dora Lund",
        "email": "dora@acme.example", "password_hash": "", "is_owner": False, "is_domain_admin": False, "created_at": now,
    } | changes  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [
        {"is_owner": True, "is_domain_admin": True},
        {"is_owner": True},
        {"name": "ben"},
        {"email": "gus@globex.example"},
        {"own_limit": -1},
    ],
    ids=[
        "a second owner",
        "an owner who is no domain admin",
        "a name twice",
        "an e-mail address twice",
        "a limit below 0",
    ],
)
def test_no_user_can_be_stored_who_has(
    database: Database, cast: Cast, now: datetime, changes: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError):
        store(database, User, **user_values(cast, now, **changes))


@pytest.mark.parametrize(
    "changes", [{"license_count": -1}, {"lease_seconds": 0}, {"notice_seconds": -1}, {"domain": "globex"}]
)
def test_no_account_can_be_stored_with(
    database: Database, cast: Cast, now: datetime, changes: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError):
        store(database, Account, **account_values(now, **changes))


def test_no_setting_of_a_right_belongs_to_a_user_of_another_account(database: Database, cast: Cast) -> None:
    strange = {"account_id": cast.ana.actor.account_id, "user_id": cast.gus.actor.user_id}

    with pytest.raises(IntegrityError):
        store(database, UserRightSetting, right=Right.VIEW_OWN, allowed=True, **strange)
