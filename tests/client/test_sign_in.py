import json
import stat

from tests.client.seats import Office
from tests.support.servers import free_port
from webapp.client import Wish


def test_a_wrong_password_signs_nobody_in(office: Office) -> None:
    device = office.device("desk", sign_in=False)

    answer = device.sign_in(password="wrong")

    assert answer.returncode == 77
    assert "password is wrong" in answer.stderr
    assert device.seat("status").returncode == 77


def test_the_sign_in_is_remembered_for_its_owner_only(office: Office) -> None:
    device = office.device("desk", sign_in=False)
    assert device.sign_in().returncode == 0

    file = device.folder / "seat.json"

    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "correct horse" not in file.read_text()


def test_a_device_keeps_its_id_over_sign_ins(office: Office) -> None:
    device = office.device("desk", sign_in=False)
    assert device.sign_in().returncode == 0
    before = json.loads((device.folder / "seat.json").read_text())

    assert device.seat("sign-out").returncode == 0
    assert device.sign_in().returncode == 0

    after = json.loads((device.folder / "seat.json").read_text())
    assert after["device_id"] == before["device_id"]
    assert after["token"] != before["token"]


def test_signing_out_revokes_the_token(office: Office) -> None:
    device = office.device("desk")
    client = device.client()

    assert device.seat("sign-out").returncode == 0

    (device.folder / "seat.json").write_text(
        json.dumps({"url": client.url, "token": "not any more", "device_id": "d"})
    )
    answer = device.seat("status")
    assert answer.returncode == 77
    assert "Sign in again" in answer.stderr


def test_nobody_signs_out_under_an_open_session(office: Office) -> None:
    device = office.device("desk")
    client = device.client()
    session = client.open_session(Wish("SRV-DB-02"))

    assert device.seat("sign-out").returncode == 1

    client.close_session(session.id)
    assert device.seat("sign-out").returncode == 0


def test_a_server_that_is_not_there_is_told_as_that(office: Office) -> None:
    device = office.device("desk", sign_in=False)

    answer = device.seat(
        "sign-in", f"http://127.0.0.1:{free_port()}", "--username", "x", "--password-stdin", text="x\n"
    )

    assert answer.returncode == 69
    assert "cannot be reached" in answer.stderr


def test_an_address_that_is_not_seatkeepers_is_told_as_that(office: Office) -> None:
    device = office.device("desk", sign_in=False)

    answer = device.seat(
        "sign-in", f"{office.server.url}/elsewhere", "--username", "x", "--password-stdin", text="x\n"
    )

    assert answer.returncode == 1
    assert "not as a Seatkeeper server does" in answer.stderr


def test_a_server_without_tls_is_told_as_that(office: Office) -> None:
    device = office.device("desk", sign_in=False)
    url = office.server.url.replace("http:", "https:")

    answer = device.seat("sign-in", url, "--username", "x", "--password-stdin", text="x\n")

    assert answer.returncode == 69
    assert "Does the server speak https?" in answer.stderr
