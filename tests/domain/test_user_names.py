import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.errors import Invalid
from webapp.domain.user_names import (
    DomainAndName,
    EmailAddress,
    checked_domain,
    checked_email,
    checked_name,
    parse_user_name,
)

ANA = DomainAndName("acme", "ana")


@pytest.mark.parametrize("typed", [r"\\acme\ana", r"acme\ana", r"  \\ACME\Ana ", r"Acme\ANA"])
def test_domain_and_name_are_read_with_and_without_the_two_backslashes(typed: str) -> None:
    assert parse_user_name(typed) == ANA


def test_an_email_address_names_a_user_in_any_letter_case() -> None:
    assert parse_user_name(" Ana@Acme.Example ") == EmailAddress("ana@acme.example")


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "ana", r"\ana", r"\acme\ana", r"acme\\ana", r"\\\acme\ana", r"acme\ana\x", r"\\acme\ ",
     r"a b\ana", r"acme\-ana", "ana@acme", "@acme.example", "ana@@acme.example", "a na@acme.example"],
)  # fmt: skip
def test_what_has_none_of_the_three_forms_names_nobody(typed: str) -> None:
    assert parse_user_name(typed) is None


@given(typed=st.text(max_size=80) | st.from_regex(r"[^@\s\\]+@[^@\s\\]+\.[^@\s\\]+", fullmatch=True))
def test_what_is_read_is_read_the_same_again(typed: str) -> None:
    parsed = parse_user_name(typed)

    if isinstance(parsed, EmailAddress):
        assert parse_user_name(parsed.email) == parsed
    elif parsed is not None:
        assert parse_user_name(rf"{parsed.domain}\{parsed.name}") == parsed


@given(
    domain=st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", fullmatch=True),
    name=st.from_regex(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?", fullmatch=True),
)
def test_whatever_may_be_created_may_be_signed_in_with(domain: str, name: str) -> None:
    known = DomainAndName(checked_domain(domain), checked_name(name))

    assert parse_user_name(rf"\\{domain}\{name}") == parse_user_name(rf"{domain}\{name}") == known


@pytest.mark.parametrize("domain", ["", "-acme", "acme-", "ac me", "a.b", "ä", "a" * 64, "a\\b"])
def test_a_domain_is_letters_digits_and_hyphens(domain: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_domain(domain)

    assert refused.value.field == "domain"


@pytest.mark.parametrize("name", ["", ".ana", "ana-", "an a", "a\\b", "a@b", "a" * 65, "ana\n.x"])
def test_a_name_is_letters_digits_dots_hyphens_and_underscores(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_name(name)

    assert refused.value.field == "name"


@pytest.mark.parametrize(
    "email", ["", "ana", "ana@acme", "ana@acme.example, ben@acme.example", "a" * 250 + "@a.de"]
)
def test_an_email_address_looks_like_one(email: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_email(email)

    assert refused.value.field == "email"


def test_names_are_kept_in_lower_case() -> None:
    kept = (checked_domain(" ACME "), checked_name(" Ana.N "), checked_email(" Ana@Acme.EXAMPLE "))

    assert kept == ("acme", "ana.n", "ana@acme.example")
