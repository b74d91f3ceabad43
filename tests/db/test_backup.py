"""Backups: whole, checked, and never in the place of something by mistake."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.services.acting import opened
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.support.tables import all_rows
from webapp.db import Database
from webapp.db.backup import ASIDE, back_up, hold_database, restore, sqlite_file
from webapp.services.end_session import end_session

pytestmark = on_sqlite


@pytest.fixture
def file(database_url: str, cast: Cast) -> Path:
    """The database with the cast in it."""
    found = sqlite_file(database_url)
    assert found is not None
    return found


@pytest.fixture
def backup(file: Path, tmp_path: Path) -> Path:
    """A backup of it."""
    back_up(file, tmp_path / "backup.db", replace=False)
    return tmp_path / "backup.db"


def rows(file: Path) -> object:
    return all_rows(f"sqlite:///{file}")


def test_a_backup_while_the_database_is_written_has_every_row_of_that_moment(
    file: Path, database: Database, cast: Cast, clock: FrozenClock, tmp_path: Path
) -> None:
    session = opened(database, cast.ben.desk, clock.now())
    before = rows(file)

    back_up(file, tmp_path / "backup.db", replace=False)
    end_session(database, cast.ben.desk.actor, session.id, clock.now())

    assert rows(tmp_path / "backup.db") == before != rows(file)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.db"], "one file, nothing beside it"
    assert (tmp_path / "backup.db").stat().st_mode & 0o777 == 0o600


def test_a_restore_brings_every_row_back_and_keeps_the_database_that_was_there(
    file: Path, backup: Path, cast: Cast, clock: FrozenClock
) -> None:
    before = rows(file)
    with closing(Database.open(f"sqlite:///{file}")) as database:
        opened(database, cast.ben.desk, clock.now())
    then = rows(file)

    aside = restore(backup, file, replace=True)

    assert aside == file.with_name(file.name + ASIDE)
    assert (rows(file), rows(aside)) == (before, then)
    with closing(Database.open(f"sqlite:///{file}")) as again:
        opened(again, cast.cleo.desk, clock.now())


def test_what_a_killed_server_left_in_its_log_neither_gets_lost_nor_into_the_new_one(
    file: Path, backup: Path, database: Database, cast: Cast, clock: FrozenClock
) -> None:
    before = rows(backup)
    opened(database, cast.ben.desk, clock.now())
    assert file.with_name(f"{file.name}-wal").stat().st_size > 0
    then = rows(file)

    aside = restore(backup, file, replace=True)

    assert aside is not None
    assert (rows(file), rows(aside)) == (before, then)


def test_what_may_only_grow_still_may_only_grow_in_a_restored_database(
    file: Path, backup: Path, tmp_path: Path
) -> None:
    restore(backup, tmp_path / "new" / "seatkeeper.db", replace=False)

    with closing(sqlite3.connect(tmp_path / "new" / "seatkeeper.db")) as opened_anew:
        for table in ("audit_entries", "ppu_entries"):
            triggers = opened_anew.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
            ).fetchone()
            assert triggers[0] > 0
        with pytest.raises(sqlite3.IntegrityError):
            opened_anew.execute("DELETE FROM audit_entries")


def test_nothing_that_is_there_is_overwritten_unless_asked_to(file: Path, backup: Path) -> None:
    with pytest.raises(ValueError, match="is there already"):
        back_up(file, backup, replace=False)
    with pytest.raises(ValueError, match="is there already"):
        restore(backup, file, replace=False)

    back_up(file, backup, replace=True)


def test_no_backup_is_restored_under_a_running_server(file: Path, backup: Path) -> None:
    before = rows(file)
    first, second = hold_database(file, alone=False), hold_database(file, alone=False)
    os.close(first)

    with pytest.raises(ValueError, match="A server is running"):
        restore(backup, file, replace=True)

    assert rows(file) == before
    os.close(second)
    restore(backup, file, replace=True)


def test_no_server_starts_while_a_backup_is_being_restored(file: Path) -> None:
    held = hold_database(file, alone=True)

    with pytest.raises(ValueError, match="being restored"):
        hold_database(file, alone=False)

    os.close(held)


def test_what_is_no_backup_of_ours_is_not_restored(file: Path, backup: Path, tmp_path: Path) -> None:
    before = rows(file)
    text = tmp_path / "text.db"
    text.write_text("Dear Ana, please find attached")
    empty = tmp_path / "empty.db"
    empty.touch()
    torn = tmp_path / "torn.db"
    torn.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])
    newer = tmp_path / "newer.db"
    newer.write_bytes(backup.read_bytes())
    with closing(sqlite3.connect(newer)) as opened_anew, opened_anew:
        opened_anew.execute("UPDATE alembic_version SET version_num = '9999'")

    for bad, told in [(text, "no database"), (empty, "no database"), (torn, "no database"), (newer, "newer")]:
        with pytest.raises(ValueError, match=told):
            restore(bad, file, replace=True)
    with pytest.raises(ValueError, match="There is no file"):
        restore(tmp_path / "nothing.db", file, replace=True)

    assert rows(file) == before
    assert not file.with_name(file.name + ASIDE).exists()


def test_a_damaged_database_is_put_aside_for_the_backup(file: Path, backup: Path) -> None:
    before = rows(backup)
    file.write_bytes(b"nothing but noise " * 1000)

    restore(backup, file, replace=True)

    assert rows(file) == before
