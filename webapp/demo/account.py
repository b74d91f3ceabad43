"""The account of the demonstration, made once per instance folder, with a password that is kept beside the database."""

import os
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from webapp.db import Database
from webapp.domain.errors import Invalid
from webapp.domain.settings import SECONDS_MAX
from webapp.services.create_account import NewAccount, create_account
from webapp.services.create_user import create_user

DOMAIN = "acme"
LICENSES = 3
BEGAN_BEFORE = timedelta(days=43)
"""How long ago the account began: its past is played when it is made."""
OWNER = ("ana", "Ana Novak")
COLLEAGUES = (("ben", "Ben Okafor"), ("cleo", "Cleo Marsh"), ("dan", "Dan Ruiz"))
ELSEWHERE = "To try the demonstration beside it: make demo SEATKEEPER_INSTANCE=/tmp/seatkeeper-demo"


class NotOurs(Exception):
    """The instance has an account of this name that the demonstration has not made, and so must not use."""


def ensure_account(
    db: Database, instance: Path, now: datetime, play: Callable[[Database, str, datetime], None]
) -> str:
    """Make the account, unless it is there, and `play` its past; returns the password that all its people share.

    Raises NotOurs.
    """
    kept = instance / "demo-password"
    known = kept.read_text().strip() if kept.exists() else None
    password = known or secrets.token_urlsafe(9)
    began = now - BEGAN_BEFORE
    try:
        create_account(db, _account(password), began)
    except Invalid as error:
        if known is None:
            raise NotOurs(f"{error.message} {ELSEWHERE}") from None
        return known
    for name, display_name in COLLEAGUES:
        _add(db, name, display_name, password, began)
    if known is None:
        _keep(kept, password)
    play(db, password, now)
    return password


def _account(password: str) -> NewAccount:
    name, display_name = OWNER
    email = f"{name}@{DOMAIN}.example"
    return NewAccount(
        DOMAIN, "Acme", LICENSES, name, display_name, email, password, lease_seconds=SECONDS_MAX
    )


def _keep(file: Path, password: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as kept:
        kept.write(password + "\n")


def _add(db: Database, name: str, display_name: str, password: str, now: datetime) -> None:
    create_user(
        db,
        domain=DOMAIN,
        name=name,
        display_name=display_name,
        email=f"{name}@{DOMAIN}.example",
        password=password,
        own_limit=None,
        is_domain_admin=False,
        now=now,
    )
