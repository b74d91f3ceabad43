r"""The three forms of a user name: `\\acme\ana`, `acme\ana`, or the e-mail address (product.md, "Words")."""

import re
from dataclasses import dataclass

from webapp.domain.errors import Invalid
from webapp.domain.texts import phrase

DOMAIN_PATTERN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
NAME_PATTERN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
EMAIL_PATTERN = re.compile(r"[^@\s\\]+@[^@\s\\]+\.[^@\s\\]+")


@dataclass(frozen=True, slots=True)
class DomainAndName:
    """A user named by account and name."""

    domain: str
    name: str


@dataclass(frozen=True, slots=True)
class EmailAddress:
    """A user named by e-mail address."""

    email: str


def parse_user_name(text: str) -> DomainAndName | EmailAddress | None:
    """Read a user name as typed; letter case does not matter. None when it has none of the three forms."""
    typed = text.strip().lower()
    if not typed.isprintable():
        return None
    if "\\" in typed:
        domain, _, name = typed.removeprefix("\\\\").partition("\\")
        well_formed = DOMAIN_PATTERN.fullmatch(domain) and NAME_PATTERN.fullmatch(name)
        return DomainAndName(domain, name) if well_formed else None
    return EmailAddress(typed) if EMAIL_PATTERN.fullmatch(typed) else None


def checked_domain(text: str) -> str:
    """The domain of a new account in its stored form. Raises Invalid."""
    domain = text.strip().lower()
    if not DOMAIN_PATTERN.fullmatch(domain):
        raise Invalid(
            "domain", phrase("Use letters, digits and hyphens for the domain, at most 63, for example acme.")
        )
    return domain


def checked_name(text: str) -> str:
    """The name of a new user in its stored form. Raises Invalid."""
    name = text.strip().lower()
    if not NAME_PATTERN.fullmatch(name):
        raise Invalid(
            "name",
            phrase("Use letters, digits, dots, hyphens and underscores for the name, for example ana."),
        )
    return name


def checked_email(text: str) -> str:
    """The e-mail address of a new user in its stored form. Raises Invalid."""
    email = text.strip().lower()
    if len(email) > 254 or not email.isprintable() or not EMAIL_PATTERN.fullmatch(email):
        raise Invalid("email", phrase("Give an e-mail address, for example ana@acme.example."))
    return email
