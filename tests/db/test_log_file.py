import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from webapp.db import checkpoints, log_file
from webapp.db.checkpoints import Checkpoints
from webapp.db.log_file import LogFile

PAGES = 10


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for module in (log_file, checkpoints):
        monkeypatch.setattr(module, "CHECKPOINT_PAGES", PAGES)
    return tmp_path / "numbers.db"


@pytest.fixture
def opened(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(file, isolation_level=None)) as opened:
        for each in ("journal_mode=WAL", "wal_autocheckpoint=0"):
            opened.execute(f"PRAGMA {each}")
        opened.execute("CREATE TABLE numbers (n INTEGER)")
        yield opened


@pytest.fixture
def log(file: Path, opened: sqlite3.Connection) -> Iterator[LogFile]:
    log = LogFile(file)
    log.open()
    yield log
    log.close()


def log_of(file: Path) -> Path:
    return file.with_name(file.name + "-wal")


def pages_in_log(opened: sqlite3.Connection) -> int:
    """As SQLite counts them; moves what nobody reads."""
    _, pages, _ = opened.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return int(pages)


def fill(opened: sqlite3.Connection, log: LogFile) -> None:
    """Let the log have just as many pages as are too many."""
    for _ in range(2 * PAGES):
        if not log.is_long():
            opened.execute("INSERT INTO numbers VALUES (1)")  # a page each


def test_a_log_is_long_from_so_many_pages_on(opened: sqlite3.Connection, log: LogFile) -> None:
    fill(opened, log)

    assert (log.is_long(), pages_in_log(opened)) == (True, PAGES)


def test_a_log_that_was_begun_anew_is_short_though_its_file_keeps_its_size(
    opened: sqlite3.Connection, log: LogFile, file: Path
) -> None:
    fill(opened, log)
    size = log_of(file).stat().st_size
    opened.execute("PRAGMA wal_checkpoint(RESTART)")
    opened.execute("INSERT INTO numbers VALUES (1)")

    assert (log.is_long(), log_of(file).stat().st_size) == (False, size)


def test_a_checkpoint_moves_everything_and_begins_the_log_anew(
    opened: sqlite3.Connection, log: LogFile, file: Path
) -> None:
    fill(opened, log)
    made = Checkpoints(file)

    made.make()

    made.close()
    assert (log.is_long(), pages_in_log(opened)) == (False, 1)


def test_while_somebody_reads_what_would_be_written_over_the_log_stays(
    opened: sqlite3.Connection, log: LogFile, file: Path
) -> None:
    made = Checkpoints(file)
    fill(opened, log)
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM numbers").fetchone()

        made.make()

        assert log.is_long()
    made.make()
    made.close()
    assert not log.is_long()


def test_a_log_that_was_made_anew_is_the_one_that_is_synced(tmp_path: Path) -> None:
    wal = tmp_path / "numbers.db-wal"
    log = LogFile(tmp_path / "numbers.db")
    wal.write_bytes(b"the first")
    log.open()
    wal.with_name("second").write_bytes(b"the second")
    wal.with_name("second").replace(wal)

    log.open()

    assert log._fd is not None
    assert os.fstat(log._fd).st_ino == wal.stat().st_ino
    log.close()
