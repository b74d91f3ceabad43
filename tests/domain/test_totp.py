import subprocess
from base64 import b32encode
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from tests.support.clock import START
from tests.support.oathtool import find_oathtool
from webapp.domain.totp import code_of, for_typing, is_totp, matching_step, setup_uri, step_of

RFC_SECRET = b32encode(b"12345678901234567890").decode()
RFC_CODES = [
    (59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"),
    (1234567890, "89005924"), (2000000000, "69279037"), (20000000000, "65353130"),
]  # fmt: skip
STEP = timedelta(seconds=30)


@pytest.mark.parametrize(("seconds", "code"), RFC_CODES)
def test_the_vectors_of_rfc_6238_hold_in_their_last_six_digits(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)

    assert code_of(RFC_SECRET, step_of(moment)) == code[-6:]
    assert matching_step(RFC_SECRET, code[-6:], moment, None) == seconds // 30


@pytest.mark.parametrize(("steps", "works"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_off_by_one_step(steps: int, works: bool) -> None:
    code = code_of(RFC_SECRET, step_of(START) + steps)

    assert (matching_step(RFC_SECRET, code, START, None) is not None) is works


def test_each_step_works_once_and_none_after_a_later_one() -> None:
    now = step_of(START)

    assert matching_step(RFC_SECRET, code_of(RFC_SECRET, now), START, now) is None
    assert matching_step(RFC_SECRET, code_of(RFC_SECRET, now - 1), START, now) is None
    assert matching_step(RFC_SECRET, code_of(RFC_SECRET, now + 1), START, now) == now + 1


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "\U0001f511"])
def test_what_has_not_the_form_of_a_code_is_none(code: str) -> None:
    assert not is_totp(code)
    assert matching_step(RFC_SECRET, code, START, None) is None


def test_the_qr_code_names_service_and_user_and_carries_the_secret() -> None:
    uri = pyotp.parse_uri(setup_uri(RFC_SECRET, r"\\acme\ana"))

    assert isinstance(uri, pyotp.TOTP)
    assert (uri.secret, uri.issuer, uri.name, uri.interval, uri.digits) == (
        RFC_SECRET, "Seatkeeper", r"\\acme\ana", 30, 6,
    )  # fmt: skip


def test_the_secret_is_shown_in_groups() -> None:
    assert for_typing("ABCDEFGHIJ") == "ABCD EFGH IJ"


@pytest.fixture
def oathtool() -> str:
    """A foreign implementation."""
    found = find_oathtool()
    if found is None:
        pytest.skip("needs oathtool: install it, or name it in OATHTOOL")
    return found


@pytest.mark.parametrize("seconds", [59, 60, 89, 123456789, 20000000000, int(START.timestamp())])
def test_oathtool_makes_the_same_codes(oathtool: str, seconds: int) -> None:
    secret, moment = pyotp.random_base32(), datetime.fromtimestamp(seconds, UTC)
    told = subprocess.run(
        [oathtool, "--totp", "--base32", "--now", moment.strftime("%Y-%m-%d %H:%M:%S UTC"), secret],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert matching_step(secret, told.stdout.strip(), moment, None) == seconds // 30
