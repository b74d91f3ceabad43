"""The characters of the tests, made through the same services as real people.

acme has 3 licenses: `ana` owns it, `ben` and `cleo` are colleagues. globex is somebody else's: `gus` must see nothing of
acme, and nobody of acme anything of globex. Everybody has a desk and a laptop.
"""

from dataclasses import dataclass
from datetime import datetime

from tests.support.clock import START
from webapp.db import Database
from webapp.domain.access import Actor
from webapp.services.create_account import NewAccount, create_account
from webapp.services.create_user import create_user
from webapp.services.sign_in_device import DeviceSignedIn, sign_in_device
from webapp.services.sign_in_user import SignedIn, sign_in_user

LICENSES = 3


@dataclass(frozen=True, slots=True)
class Seat:
    """A device that a person is signed in on: who its requests come from, and the token they carry."""

    actor: Actor
    token: str

    @property
    def bearer(self) -> dict[str, str]:
        """The header of its requests."""
        return {"Authorization": f"Bearer {self.token}"}


@dataclass(frozen=True, slots=True)
class Person:
    """A user: as an actor of the console, and at two devices."""

    login: str
    email: str
    password: str
    actor: Actor
    browser_token: str
    desk: Seat
    laptop: Seat


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody."""

    ana: Person
    ben: Person
    cleo: Person
    gus: Person


def gather(db: Database, now: datetime = START) -> Cast:
    """Make the accounts and their people, and sign everybody in."""
    acme = NewAccount("acme", "Acme", LICENSES, "ana", "Ana Novak", "ana@acme.example", password_of("ana"))
    globex = NewAccount("globex", "Globex", 2, "gus", "Gus Lind", "gus@globex.example", password_of("gus"))
    create_account(db, acme, now)
    create_account(db, globex, now)
    add_user(db, "ben", "Ben Okafor", now=now)
    add_user(db, "cleo", "Cleo Marsh", now=now)
    return Cast(
        ana=_person(db, "acme", "ana", now),
        ben=_person(db, "acme", "ben", now),
        cleo=_person(db, "acme", "cleo", now),
        gus=_person(db, "globex", "gus", now),
    )


def password_of(name: str) -> str:
    """The password of a character."""
    return f"correct horse of {name}"


def add_user(
    db: Database,
    name: str,
    display_name: str | None = None,
    *,
    own_limit: int | None = None,
    is_domain_admin: bool = False,
    domain: str = "acme",
    now: datetime = START,
) -> None:
    """One more user, of acme unless said otherwise. `sign_in_on` and `sign_in_at_console` let them act."""
    create_user(
        db, domain=domain, name=name, display_name=display_name, email=f"{name}@{domain}.example",
        password=password_of(name), own_limit=own_limit, is_domain_admin=is_domain_admin, now=now,
    )  # fmt: skip


def sign_in_on(db: Database, person: str, device_id: str, name: str, now: datetime = START) -> Seat:
    r"""Sign a person, such as `acme\ben`, in on one more device."""
    signed_in = sign_in_device(db, person, password_of(person.rpartition("\\")[2]), device_id, name, now)
    assert isinstance(signed_in, DeviceSignedIn)
    return Seat(signed_in.actor, signed_in.token)


def sign_in_at_console(db: Database, person: str, now: datetime = START) -> SignedIn:
    r"""Sign a person, such as `acme\ben`, in with a browser."""
    signed_in = sign_in_user(
        db, person, password_of(person.rpartition("\\")[2]), "192.0.2.1", "Test browser", now
    )
    assert isinstance(signed_in, SignedIn)
    return signed_in


def _person(db: Database, domain: str, name: str, now: datetime) -> Person:
    login = rf"{domain}\{name}"
    signed_in = sign_in_at_console(db, login, now)
    return Person(
        login=login,
        email=f"{name}@{domain}.example",
        password=password_of(name),
        actor=signed_in.actor,
        browser_token=signed_in.token,
        desk=sign_in_on(db, login, f"{name}-desk", f"{name.upper()}-DESK", now),
        laptop=sign_in_on(db, login, f"{name}-laptop", f"{name.upper()}-LAPTOP", now),
    )
