import pytest

from tests.support.cast import password_of
from webapp.domain.errors import Invalid
from webapp.domain.passwords import MAX_LENGTH, MIN_LENGTH, checked_password, common_passwords, normalized


def refused(password: str, **user: str) -> str:
    """Why a password is not taken."""
    with pytest.raises(Invalid) as refusal:
        checked_password(password, **user)
    assert refusal.value.field == "password"
    return refusal.value.message.partition(".")[0]


@pytest.mark.parametrize("length", [MIN_LENGTH, MAX_LENGTH])
def test_a_password_is_kept_as_typed(length: int) -> None:
    assert checked_password(" " * length) == " " * length


@pytest.mark.parametrize("length", [MIN_LENGTH - 1, MAX_LENGTH + 1])
def test_a_password_too_short_or_too_long_is_not_taken(length: int) -> None:
    assert refused("xy"[:1] * length) == "Use 8 to 128 characters for the password"


@pytest.mark.parametrize(
    "password", ["žluťoučký", "密码密码密码密码", "🔑🔒🗝🚪🏠🌳🌊⛰", "tab\tand\x00zero", "no digits at all"]
)
def test_any_unicode_and_no_mixture_is_asked_for(password: str) -> None:
    assert checked_password(password) == password


def test_each_code_point_counts_as_one_character_after_composing() -> None:
    assert refused("e\u0301" * 7) == "Use 8 to 128 characters for the password"
    assert checked_password("e\u0301t\u00e9 deux") == "e\u0301t\u00e9 deux"


def test_an_accent_is_the_same_however_it_is_typed() -> None:
    assert normalized("re\u0301sume\u0301s") == normalized("r\u00e9sum\u00e9s")


@pytest.mark.parametrize("password", ["password", "PassWord1", "1q2w3e4r", "iloveyou1", "12345678"])
def test_what_many_people_use_is_not_taken_in_any_case(password: str) -> None:
    assert refused(password) == "Many people use this password, so it is guessed first"


def test_the_list_of_common_passwords_is_long_enough_and_holds_none_that_the_length_refuses() -> None:
    assert len(common_passwords()) > 5000
    assert [word for word in common_passwords() if len(word) < MIN_LENGTH] == []


def test_a_common_password_within_a_longer_one_is_no_reason() -> None:
    assert checked_password("my password is long") == "my password is long"


@pytest.mark.parametrize(
    "password",
    [
        "seatkeeper",
        "Seatkeeper1!",
        "ana.novak",
        "ANA.NOVAK99",
        "ana@acme.example",
        "--seatkeeper--",
        "acme-tools",
        "Acme-Tools2026",
    ],
)
def test_one_s_own_name_and_that_of_the_service_are_not_taken(password: str) -> None:
    told = refused(password, domain="acme-tools", user_name="ana.novak", email="ana@acme.example")

    assert told == "This is your name, your e-mail address, your account's name or Seatkeeper's"


def test_one_character_over_and_over_is_not_taken() -> None:
    assert refused("xxxxxxxxxxxx") == "One character over and over is guessed at once"


@pytest.mark.parametrize("name", ["ana", "ben", "cleo", "gus"])
def test_the_passwords_of_the_tests_are_good_ones(name: str) -> None:
    assert checked_password(password_of(name), user_name=name, email=f"{name}@acme.example")
