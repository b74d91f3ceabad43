"""Bringing a history along, as typed."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.databases import on_sqlite
from webapp.cli import main

pytestmark = [on_sqlite, pytest.mark.usefixtures("cast")]

HEADER = "user,device,started,ended"
GOOD = "ben,BEN-DESK,2026-01-05 08:00,2026-01-05 09:00"


def typed(database_url: str, *words: str, sent: bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(words), input=sent, env={"SEATKEEPER_DATABASE_URL": database_url})


def test_good_lines_are_kept_and_bad_ones_told_by_number(database_url: str, tmp_path: Path) -> None:
    file = tmp_path / "sessions.csv"
    file.write_text(f"{HEADER}\n{GOOD}\nben,BEN-DESK,yesterday,today\n", encoding="utf-8")

    result = typed(database_url, "import-history", str(file), "--account", "acme")

    assert result.stdout == "1 session imported, 1 line could not be used.\n"
    assert result.stderr.startswith("Line 3: Give started as ")
    assert result.exit_code == 1


def test_a_file_that_was_imported_already_changes_nothing(database_url: str) -> None:
    sent = f"{HEADER}\n{GOOD}\n".encode()
    typed(database_url, "import-history", "-", "--account", "acme", sent=sent)

    again = typed(database_url, "import-history", "-", "--account", "acme", sent=sent)

    assert again.output == "0 sessions imported, 1 was there already.\n"
    assert again.exit_code == 0


def test_a_file_that_is_not_text_is_refused_with_what_to_do(database_url: str) -> None:
    result = typed(database_url, "import-history", "-", "--account", "acme", sent=b"\xff\xfe\x00u\x00s")

    assert result.output == "Error: This file is not UTF-8 text. Save it as CSV UTF-8 and import it again.\n"
    assert result.exit_code == 1


def test_without_an_account_s_name_the_command_asks_for_it_where_there_are_several(database_url: str) -> None:
    result = typed(database_url, "import-history", "-", sent=HEADER.encode())

    assert result.output == "Error: Say which account: --account DOMAIN.\n"
