"""The audit trail: what is in it, and that tampering shows."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DatabaseError

from tests.services.acting import opened
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.services.export_audit import audit_csv
from webapp.services.list_audit import AuditQuery, Entry, list_audit
from webapp.services.set_licenses import set_licenses
from webapp.services.steps.audit import record
from webapp.services.take_back_termination import take_back_termination
from webapp.services.terminate_sessions import terminate_sessions
from webapp.services.verify_audit import Verification, verify_audit


def entries(db: Database, cast: Cast, **query: str) -> tuple[Entry, ...]:
    """What ana reads, newest first."""
    return list_audit(db, cast.ana.actor, AuditQuery(**query)).entries  # type: ignore[arg-type]


def tamper(db: Database, statement: str) -> None:
    """Change the trail as somebody with full access to the database could."""
    if db.is_postgresql:
        unguard = ["ALTER TABLE audit_entries DISABLE TRIGGER USER"]
    else:
        unguard = ["DROP TRIGGER audit_entries_no_update", "DROP TRIGGER audit_entries_no_delete"]

    def change(tx: Connection) -> None:
        for step in (*unguard, statement):
            tx.execute(text(step))

    db.write(change)


def test_ending_sessions_and_taking_it_back_are_recorded(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    terminate_sessions(database, cast.ana.actor, [session.id], "Maintenance", clock.now())
    take_back_termination(database, cast.cleo.actor, session.id, clock.now())

    back, ended = entries(database, cast)[:2]

    whose = [f"ben on {session.device} to {session.remote} ({session.id})"]
    assert (ended.who, ended.action, ended.subject) == (cast.ana.actor.login, "end sessions", "1 session")
    assert ended.after == {"reason": "Maintenance", "sessions": whose}
    assert (back.who, back.action, back.after) == (
        cast.cleo.actor.login,
        "take back ending",
        {"sessions": whose},
    )


def test_ending_a_session_twice_is_recorded_once(database: Database, cast: Cast, clock: FrozenClock) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    for _ in range(2):
        terminate_sessions(database, cast.ana.actor, [session.id], None, clock.now())

    assert len(entries(database, cast, action="end sessions")) == 1


def test_what_the_operator_does_is_recorded(database: Database, cast: Cast, clock: FrozenClock) -> None:
    set_licenses(database, "acme", 5, clock.now())

    entry = entries(database, cast)[0]

    assert (entry.who, entry.before, entry.after) == ("operator", {"licenses": 3}, {"licenses": 5})


def test_nobody_reads_the_trail_of_another_account(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 5, clock.now())

    found = list_audit(database, cast.gus.actor, AuditQuery(search="licenses")).entries

    assert [entry.before for entry in found if entry.action == "change setting"] == []


def test_search_finds_words_in_every_part_and_takes_wildcards_as_they_are(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    database.write(
        lambda tx: record(tx, cast.ana.actor, "try", "user ben", {"x": "50%"}, {"x": "é"}, clock.now())
    )

    assert [e.action for e in entries(database, cast, search="ben 50%", action="try")] == ["try"]
    assert [e.action for e in entries(database, cast, search="5_%", action="try")] == []


def test_older_entries_follow_page_by_page_and_all_are_exported(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    def record_all(tx: Connection) -> None:
        for number in range(205):
            record(tx, cast.ana.actor, "try", f"no {number}", None, None, clock.now())

    database.write(record_all)

    first = list_audit(database, cast.ana.actor, AuditQuery(action="try"))
    second = list_audit(database, cast.ana.actor, AuditQuery(action="try", before=first.next_before))

    assert [e.subject for e in (*first.entries, *second.entries)] == [f"no {n}" for n in range(204, 4, -1)]
    assert len(list(audit_csv(database, cast.ana.actor, AuditQuery(action="try")))) == 1 + 205


def test_no_cell_of_the_export_is_a_formula(database: Database, cast: Cast, clock: FrozenClock) -> None:
    database.write(lambda tx: record(tx, cast.ana.actor, "try", "=cmd()", None, None, clock.now()))

    _, line = audit_csv(database, cast.ana.actor, AuditQuery(action="try"))

    assert line.split(",")[5] == "'=cmd()"


@pytest.mark.parametrize("statement", ["UPDATE audit_entries SET who = 'x'", "DELETE FROM audit_entries"])
def test_the_database_refuses_to_change_the_trail(
    database: Database, cast: Cast, clock: FrozenClock, statement: str
) -> None:
    set_licenses(database, "acme", 5, clock.now())

    with pytest.raises(DatabaseError, match="append only"):
        database.write(lambda tx: tx.execute(text(statement)))


def test_an_untouched_trail_is_sound(database: Database, cast: Cast, clock: FrozenClock) -> None:
    set_licenses(database, "acme", 5, clock.now())
    set_licenses(database, "acme", 6, clock.now())

    found = verify_audit(database, "acme")

    assert (found.sound, found.broken_at) == (entries(database, cast)[0].number, None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET who = 'somebody' WHERE number = 2 AND account_id = 1",
        "DELETE FROM audit_entries WHERE number = 2 AND account_id = 1",
        "DELETE FROM audit_entries WHERE number >= 2 AND account_id = 1",
    ],
)
def test_a_changed_or_removed_entry_shows(
    database: Database, cast: Cast, clock: FrozenClock, statement: str
) -> None:
    set_licenses(database, "acme", 5, clock.now())
    set_licenses(database, "acme", 6, clock.now())

    tamper(database, statement)

    assert verify_audit(database, "acme") == Verification(1, 2)
