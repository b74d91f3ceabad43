"""`seatkeeper backup` and `restore`, as typed; and what is documented in their place for PostgreSQL."""

import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.support.cast import Cast
from tests.support.databases import Databases, on_postgresql, on_sqlite
from tests.support.postgresql import PostgreSQL
from tests.support.servers import StartServer
from tests.support.tables import all_rows
from webapp.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, cast: Cast, tmp_path: Path) -> Run:
    """Type `seatkeeper` and some words."""
    env = {"SEATKEEPER_DATABASE_URL": database_url, "SEATKEEPER_INSTANCE": str(tmp_path / "instance")}
    return lambda *words: CliRunner().invoke(main, list(words), env=env)


@on_sqlite
def test_a_backup_is_taken_and_put_back(run: Run, tmp_path: Path, database_url: str) -> None:
    file = str(tmp_path / "backup.db")
    before = all_rows(database_url)

    taken, again = run("backup", file), run("backup", file)
    run("account", "set-licenses", "acme", "9")
    refused, restored = run("restore", file), run("restore", file, "--replace")

    assert taken.output.startswith(f"Backed up to {file}.\nKeep {tmp_path}/instance/secret_key with it: ")
    assert (again.exit_code, again.output) == (
        1, f"Error: {file} is there already. --replace puts the new one in its place.\n",
    )  # fmt: skip
    assert refused.exit_code == 1
    assert restored.output.splitlines()[0].startswith(f"Restored {file} to ")
    assert restored.output.splitlines()[1].endswith(".before-restore now.")
    assert all_rows(database_url) == before


@on_sqlite
def test_a_server_is_backed_up_while_it_serves_and_restored_when_it_has_stopped(
    start_server: StartServer, database_url: str, cast: Cast, tmp_path: Path
) -> None:
    server = start_server(database_url, cast)
    file = str(tmp_path / "backup.db")

    taken = server.command("backup", file)
    refused = server.command("restore", file, "--replace")
    server.stop()
    restored = server.command("restore", file, "--replace")
    server.start()

    assert [taken.returncode, refused.returncode, restored.returncode] == [0, 1, 0], restored.stderr
    assert refused.stderr == "Error: A server is running on this database. Stop it first.\n"
    assert server.command("account", "show", "acme").returncode == 0


@on_postgresql
def test_postgresql_is_left_to_its_own_tools_and_they_bring_every_row_back(
    run: Run, database_url: str, databases: Databases, tmp_path: Path
) -> None:
    told = run("backup", str(tmp_path / "backup.dump")).output
    dump, bring_back = (line.strip() for line in told.splitlines() if line.startswith("  pg_"))
    before = all_rows(database_url)

    postgresql_says(dump, database_url)
    run("account", "set-licenses", "acme", "9")
    assert all_rows(database_url) != before
    postgresql_says(bring_back, database_url)

    assert all_rows(database_url) == before


def postgresql_says(command: str, url: str) -> None:
    """Run a command of PostgreSQL as it is documented."""
    program, *words = shlex.split(command.replace("$SEATKEEPER_DATABASE_URL", url))
    path = PostgreSQL(Path("/nowhere"))._bin / program
    done = subprocess.run([path, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
