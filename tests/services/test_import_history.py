from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.services.made_history import HEADER, as_file, held, made_history
from tests.support.cast import Cast
from webapp.db import Database
from webapp.domain.errors import Invalid, NotFound
from webapp.domain.history_file import BadLine
from webapp.models import AuditEntry, ClientSession, Device, LicenseHolding, UsageQuarter, User
from webapp.services.import_history import import_history

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ONE = "ben,BEN-DESK,2026-01-05T08:00:00+01:00,2026-01-05T09:30:00+01:00,SRV-1,support,A-17"


def count(database: Database, table: type) -> int:
    with database.read() as tx:
        return tx.execute(select(func.count()).select_from(table)).scalar_one()


def holdings(database: Database) -> list[tuple[datetime, datetime | None]]:
    with database.read() as tx:
        query = select(LicenseHolding.held_since, LicenseHolding.released_at)
        return sorted(tx.execute(query).all())


def test_a_session_is_brought_along_with_its_user_its_device_and_its_license(
    database: Database, cast: Cast
) -> None:
    done = import_history(database, "acme", [HEADER, ONE], NOW)

    assert (done.sessions, done.known, done.bad, done.new_users) == (1, 0, [], [])
    with database.read() as tx:
        session = tx.execute(select(ClientSession)).one()
    began = datetime(2026, 1, 5, 7, 0, tzinfo=UTC)
    assert (session.user_id, session.kind) == (cast.ben.actor.user_id, "support")
    assert (session.opened_at, session.ended_at) == (began, began + timedelta(minutes=90))
    assert holdings(database) == [(began, began + timedelta(minutes=90))]


def test_the_same_file_twice_changes_nothing(database: Database, cast: Cast) -> None:
    history = made_history(40, users=4)
    import_history(database, "acme", as_file(history), NOW)
    before = (
        holdings(database),
        count(database, User),
        count(database, Device),
        count(database, UsageQuarter),
    )

    again = import_history(database, "acme", as_file(history), NOW)

    assert (again.sessions, again.known) == (0, 40)
    after = (
        holdings(database),
        count(database, User),
        count(database, Device),
        count(database, UsageQuarter),
    )
    assert after == before


def test_a_pair_held_one_license_however_many_sessions_it_had(database: Database, cast: Cast) -> None:
    history = made_history(60, users=3, gap=120)

    import_history(database, "acme", as_file(history), NOW)

    assert sum((end - start for start, end in holdings(database) if end), timedelta()) == sum(
        (end - start for start, end in held(history)), timedelta()
    )


def test_who_is_not_known_becomes_a_user_whom_nobody_can_sign_in_as(database: Database, cast: Cast) -> None:
    done = import_history(database, "acme", [HEADER, ONE.replace("ben,", "Žiga Kovač,")], NOW)

    assert done.new_users == ["iga-kova"]
    with database.read() as tx:
        user = tx.execute(select(User).where(User.name == "iga-kova")).one()
    assert (user.display_name, user.disabled_at) == ("Žiga Kovač", NOW)
    assert user.email.endswith(".invalid")


@pytest.mark.parametrize(
    "called", ["ben", "BEN", r"\\acme\ben", r"acme\ben", "ben@acme.example", "Ben Okafor"]
)
def test_a_user_is_known_by_every_form_of_their_name(database: Database, cast: Cast, called: str) -> None:
    done = import_history(database, "acme", [HEADER, ONE.replace("ben,", f"{called},")], NOW)

    assert done.new_users == []


def test_bad_lines_are_told_with_their_number_and_good_ones_kept(database: Database, cast: Cast) -> None:
    lines = [
        HEADER,
        ONE.replace("2026-01-05T08", "yesterday at 8"),
        ONE,
        ONE.replace("T09:30", "T07:30"),
        ONE.replace("2026", "2036"),
        "ben,BEN-DESK",
        ",X,2026-01-05 08:00,2026-01-05 09:00,,,",
        ONE.replace("support", "telepathy").replace("A-17", "A-18"),
    ]

    done = import_history(database, "acme", lines, NOW)

    assert done.sessions == 1
    assert [bad.line for bad in done.bad] == [2, 4, 5, 6, 7, 8]
    assert done.bad[0] == BadLine(
        2, "Give started as 2026-03-02 09:00:00, with an offset (+01:00) unless it is the account's time."
    )


def test_a_file_without_its_columns_is_refused_whole(database: Database, cast: Cast) -> None:
    with pytest.raises(Invalid, match="missing: device, ended"):
        import_history(database, "acme", ["user,started", "ben,2026-01-05"], NOW)


def test_there_must_be_such_an_account(database: Database, cast: Cast) -> None:
    with pytest.raises(NotFound):
        import_history(database, "nowhere", [HEADER, ONE], NOW)


def test_which_account_must_be_said_where_there_are_several(database: Database, cast: Cast) -> None:
    with pytest.raises(NotFound, match="Say which account: --account DOMAIN"):
        import_history(database, None, [HEADER, ONE], NOW)


def test_it_stands_in_the_audit_trail(database: Database, cast: Cast) -> None:
    import_history(database, "acme", [HEADER, ONE], NOW)

    with database.read() as tx:
        entry = tx.execute(select(AuditEntry).where(AuditEntry.action == "import history")).one()
    assert (entry.who, entry.subject) == ("operator", "1 sessions")


def test_times_without_an_offset_are_those_of_the_account(database: Database, cast: Cast) -> None:
    import_history(database, "acme", [HEADER, "ben,BEN-DESK,2026-01-05 08:00:00,2026-01-05 09:00:00,,,"], NOW)

    assert holdings(database)[0][0] == datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
