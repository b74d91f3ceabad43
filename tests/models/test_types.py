from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError, StatementError

from tests.services.acting import opened, stored_session
from tests.support.cast import Cast
from webapp.db import Database
from webapp.domain.states import EndReason, SessionState
from webapp.models import Account, ClientSession


def test_a_moment_comes_back_aware_in_utc_to_the_microsecond(database: Database, cast: Cast) -> None:
    in_kathmandu = datetime(2026, 3, 2, 14, 45, 0, 123456, timezone(timedelta(hours=5, minutes=45)))
    database.write(lambda tx: tx.execute(update(Account).values(created_at=in_kathmandu)))

    with database.read() as tx:
        stored = tx.execute(select(Account.created_at)).scalars().first()

    assert stored == datetime(2026, 3, 2, 9, 0, 0, 123456, UTC)
    assert stored is not None
    assert stored.tzinfo is UTC


def test_a_naive_moment_cannot_be_stored(database: Database, cast: Cast) -> None:
    naive = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001  # that it is naive is the point

    with pytest.raises(StatementError, match="naive"):
        database.write(lambda tx: tx.execute(update(Account).values(created_at=naive)))


def test_moments_compare_as_moments_with_and_without_microseconds(
    database: Database, cast: Cast, now: datetime
) -> None:
    session = opened(database, cast.ben.desk, now)
    lease, a_moment = session.lease_expires_at, timedelta(microseconds=1)

    with database.read() as tx:
        over = [
            tx.execute(select(ClientSession.session_id).where(ClientSession.over_at <= moment)).all() != []
            for moment in (lease - a_moment, lease, lease + a_moment)
        ]

    assert over == [False, True, True]


def test_a_word_that_the_domain_does_not_know_cannot_be_stored(
    database: Database, cast: Cast, now: datetime
) -> None:
    opened(database, cast.ben.desk, now)

    with pytest.raises(IntegrityError):
        database.write(lambda tx: tx.execute(text("UPDATE client_sessions SET kind = 'haunted'")))


def test_a_session_holds_its_place_until_its_deadline_or_its_lease_whichever_is_first(
    database: Database, cast: Cast, now: datetime
) -> None:
    session = opened(database, cast.ben.desk, now)
    lease = session.lease_expires_at
    ends = [lease - timedelta(seconds=1), lease, lease + timedelta(seconds=1)]

    def held_until(ends_at: datetime) -> datetime:
        change = update(ClientSession).values(
            state=SessionState.ENDING, ends_for=EndReason.TERMINATED, ends_at=ends_at
        )
        database.write(lambda tx: tx.execute(change))
        until = stored_session(database, session.id).over_at
        assert isinstance(until, datetime)
        return until

    assert [held_until(ends_at) for ends_at in ends] == [lease - timedelta(seconds=1), lease, lease]
