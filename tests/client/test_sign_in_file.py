import stat
from pathlib import Path

import pytest

from webapp.client import sign_in_file
from webapp.client.errors import SeatkeeperError
from webapp.client.sign_in_file import NotSignedIn, SignInFile

SIGNED_IN = SignInFile(url="https://seatkeeper.example.org", token="secret", username="ana")


def test_seat_config_names_the_folder(tmp_path: Path) -> None:
    assert sign_in_file.path({"SEAT_CONFIG": str(tmp_path)}) == tmp_path / "seat.json"


def test_what_is_written_is_read(tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "seat.json"

    sign_in_file.write(file, SIGNED_IN)

    assert sign_in_file.read_signed_in(file) == SIGNED_IN
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_others_could_read_is_closed_to_them_when_written(tmp_path: Path) -> None:
    file = tmp_path / "seat.json"
    file.touch(mode=0o644)

    sign_in_file.write(file, SIGNED_IN)

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_without_a_file_this_is_a_new_device_that_is_signed_in_nowhere(tmp_path: Path) -> None:
    file = tmp_path / "seat.json"

    assert sign_in_file.read(file).device_id != sign_in_file.read(file).device_id
    with pytest.raises(NotSignedIn):
        sign_in_file.read_signed_in(file)


def test_signing_out_forgets_the_token_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "seat.json"
    sign_in_file.write(file, SIGNED_IN.signed_out())

    known = sign_in_file.read(file)

    assert (known.token, known.device_id, known.url) == ("", SIGNED_IN.device_id, SIGNED_IN.url)


@pytest.mark.parametrize("content", ["", "{", "[]", "\xff"])
def test_a_broken_file_is_told_as_that(tmp_path: Path, content: str) -> None:
    file = tmp_path / "seat.json"
    file.write_text(content, "latin-1")

    with pytest.raises(SeatkeeperError, match="sign in again"):
        sign_in_file.read(file)
