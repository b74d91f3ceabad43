"""The doctor names trouble and says what to do, and says nothing of what is well."""

import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text, update

from tests.support.cast import Cast
from tests.support.databases import Databases, on_postgresql, on_sqlite
from tests.support.servers import free_port
from webapp.cli import main
from webapp.db import Database
from webapp.db.backup import hold_database, sqlite_file
from webapp.doctor import Verdict, examine, files
from webapp.models import Account, Heartbeat
from webapp.settings import Settings

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """An installation as it should be."""
    folder = tmp_path / "instance"
    folder.mkdir(mode=0o700)
    (folder / "secret_key").touch(mode=0o600)
    (folder / "secret_key").write_text("kept from everybody's eyes")
    if (file := sqlite_file(database_url)) is not None:
        file.chmod(0o600)
    return Settings(instance=folder, database_url=database_url, public_url="https://seats.acme.example")  # type: ignore[arg-type]


def verdicts(settings: Settings, now: datetime = NOW) -> dict[str, Verdict]:
    return {finding.name: finding.verdict for finding in examine(settings, now)}


def trouble(settings: Settings, now: datetime = NOW) -> dict[str, tuple[str, str]]:
    """What is wrong, and what to do."""
    return {f.name: (f.found, f.advice) for f in examine(settings, now) if f.verdict is Verdict.WRONG}


def beat(db: Database, at: datetime) -> None:
    db.write(lambda tx: tx.execute(update(Heartbeat).values(beat_at=at)))


@on_sqlite
def test_of_an_installation_that_is_well_nothing_is_wrong(settings: Settings) -> None:
    assert set(verdicts(settings)) == {
        "folder", "permissions", "key", "disk", "database", "schema", "clock", "sweep", "address", "mail",
    }  # fmt: skip
    assert trouble(settings) == {}


@on_sqlite
def test_a_folder_that_is_not_there_or_open_to_everybody(settings: Settings) -> None:
    settings.instance.chmod(0o777)
    assert trouble(settings)["folder"][1] == f"chmod o-w {settings.instance}"

    shutil.rmtree(settings.instance)

    assert "There is no folder" in trouble(settings)["folder"][0]


@on_sqlite
def test_a_key_and_a_database_that_everybody_may_read(settings: Settings, database_url: str) -> None:
    file, key = sqlite_file(database_url), settings.instance / "secret_key"
    assert file is not None
    file.chmod(0o644)
    key.chmod(0o644)

    assert trouble(settings) == {
        "permissions": (f"Everybody on this machine may read {key} {file}.", f"chmod o-rwx {key} {file}")
    }


@on_sqlite
def test_a_key_that_can_be_guessed(settings: Settings) -> None:
    assert (
        "short enough to be guessed"
        in trouble(settings.model_copy(update={"secret_key": "secret"}))["key"][0]
    )


@on_sqlite
def test_a_disk_that_is_nearly_full(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    class Usage(NamedTuple):
        free: int

    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(files.LOW - 1))
    assert trouble(settings)["disk"][0].startswith("0.5 GiB are free where ")

    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(files.LOW))
    assert trouble(settings) == {}


@pytest.mark.parametrize(
    ("revision", "advice"), [("0001", "seatkeeper db upgrade"), ("9999", "Install that version here, too.")]
)
def test_a_schema_of_another_version(
    settings: Settings, database: Database, revision: str, advice: str
) -> None:
    to_other = text("UPDATE alembic_version SET version_num = :revision")
    database.write(lambda tx: tx.execute(to_other, {"revision": revision}))

    assert trouble(settings)["schema"][1] == advice


@on_postgresql
def test_a_database_that_cannot_be_reached(
    settings: Settings, databases: Databases, database_url: str
) -> None:
    databases.drop(database_url.rpartition("/")[2].partition("?")[0])

    found, advice = trouble(settings)["database"]

    assert found.startswith("It does not answer: ")
    assert advice == "Check that it runs, the address, the password, the network."


@on_sqlite
def test_a_file_that_is_no_database(settings: Settings, database_url: str) -> None:
    file = sqlite_file(database_url)
    assert file is not None
    file.write_text("Dear Ana, please find attached" * 100)

    assert "file is not a database" in trouble(settings)["database"][0]


@on_sqlite
def test_before_the_first_start_nothing_is_wrong_and_nothing_is_made(
    tmp_path: Path, settings: Settings
) -> None:
    fresh = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'new.db'}"})

    assert (trouble(fresh), verdicts(fresh)["database"]) == ({}, Verdict.NOTE)
    assert not list(tmp_path.glob("new.db*"))


@on_sqlite
def test_a_clock_that_was_set_back(settings: Settings, database: Database, cast: Cast) -> None:
    database.write(lambda tx: tx.execute(update(Account).values(decided_at=NOW + timedelta(hours=1))))

    assert trouble(settings) == {
        "clock": (
            "It was set back: the last thing was decided 3,600 s from now.",
            "Set it right, and keep it so: timedatectl set-ntp true",
        )
    }


@on_postgresql
def test_a_clock_that_is_off_against_the_database(settings: Settings, database: Database) -> None:
    right = database.server_time()
    beat(database, right)
    assert trouble(settings, right) == {}

    found, _ = trouble(settings, right + timedelta(minutes=5))["clock"]

    assert found in {
        f"This machine's clock is {off} s ahead of the database's. The database's decides."
        for off in range(270, 301)
    }


@on_sqlite
def test_a_sweep_that_is_not_there_while_a_server_is(
    settings: Settings, database: Database, database_url: str
) -> None:
    file = sqlite_file(database_url)
    assert file is not None
    beat(database, NOW - timedelta(seconds=31))
    assert verdicts(settings)["sweep"] is Verdict.NOTE, "no server is running"
    held = hold_database(file, alone=False)

    assert trouble(settings)["sweep"][0] == "It was last there: 31 s ago."
    beat(database, NOW - timedelta(seconds=30))
    assert trouble(settings) == {}
    os.close(held)


@on_sqlite
@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"public_url": None, "behind_proxy": True}, "A proxy is in front"),
        ({"public_url": None, "host": "0.0.0.0"}, "without encryption"),  # noqa: S104 - that is the trouble
        ({"public_url": "http://seats.acme.example"}, "is not encrypted"),
    ],
)
def test_an_address_that_is_missing_or_not_encrypted(
    settings: Settings, given: dict[str, object], told: str
) -> None:
    kept = settings.model_dump(exclude={"public_url"})

    assert told in trouble(Settings(**{**kept, **given}))["address"][0]


@on_sqlite
def test_mail_that_does_not_answer(settings: Settings) -> None:
    away = {"smtp_host": "127.0.0.1", "smtp_port": free_port(), "smtp_starttls": False}

    found, advice = trouble(settings.model_copy(update=away))["mail"]

    assert found == f"127.0.0.1:{away['smtp_port']} does not take mail from here: ConnectionRefusedError."
    assert "smtp_host" in advice


@pytest.fixture
def typed(settings: Settings, database_url: str) -> Callable[..., Result]:
    """Type `seatkeeper doctor`."""
    env = {
        "SEATKEEPER_INSTANCE": str(settings.instance),
        "SEATKEEPER_DATABASE_URL": database_url,
        "SEATKEEPER_PUBLIC_URL": "https://seats.acme.example",
    }
    return lambda *words, **more: CliRunner().invoke(main, ["doctor", *words], env={**env, **more})


@on_sqlite
def test_as_typed_it_says_what_is_wrong_and_what_to_do_by_its_exit_status_too(
    typed: Callable[..., Result],
) -> None:
    well, ill = typed(), typed(SEATKEEPER_SECRET_KEY="secret")

    assert (well.exit_code, ill.exit_code) == (0, 1)
    assert (
        "WRONG  key          secret_key is short enough to be guessed.\n                    Set a long one"
        in ill.output
    )
    assert "WRONG" not in well.output


@on_sqlite
def test_programs_are_told_the_same_as_json(typed: Callable[..., Result]) -> None:
    answer = json.loads(typed("--json", SEATKEEPER_SECRET_KEY="secret").output)

    assert answer["status"] == "wrong"
    assert [check["name"] for check in answer["checks"] if check["verdict"] == "wrong"] == ["key"]


@on_sqlite
def test_settings_that_cannot_be_used_are_told_as_well(typed: Callable[..., Result]) -> None:
    answer = typed(SEATKEEPER_PORT="many")

    assert answer.exit_code == 1
    assert answer.output.startswith("WRONG  settings     These settings cannot be used:\n  port: ")
