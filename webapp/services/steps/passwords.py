"""Passwords: hashed with Argon2id (RFC 9106), in the one spelling of Unicode, off the event loop."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from webapp.db.offload import offload
from webapp.domain.passwords import normalized

_HASHER = PasswordHasher()
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$Vfvr4ONO4HqDTRPrUxVHbLjXGuXQW4ZkVpGDHZsKJXE"
"""Checked when there is no such user, so that an unknown name takes as long as a wrong password."""

NO_PASSWORD = ""
"""Stored for a user who has not set a password yet. Nothing that is typed matches it."""


def hash_password(password: str) -> str:
    """Hash a new password."""
    return offload(lambda: _HASHER.hash(normalized(password)))


def verify_password(stored: str | None, password: str) -> bool:
    """Whether the password is right; None: no such user. A user without a password takes as long as one with."""
    return offload(lambda: _verify(stored or _NOBODY, password)) and bool(stored)


def _verify(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, normalized(password))
    except (VerificationError, InvalidHashError):
        return False
