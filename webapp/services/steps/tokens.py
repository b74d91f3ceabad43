"""Secrets handed out once: tokens of 256 random bits, of which only the SHA-256 is stored, and ids of rows.

A fast hash is right here, as nobody can try 2^256 tokens; passwords are another matter (see `passwords`).
"""

import secrets
from hashlib import sha256
from uuid import UUID

from uuid_utils.compat import uuid7


def new_token() -> str:
    """A token nobody can guess, safe in URLs and headers."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What is stored of a token."""
    return sha256(token.encode()).digest()


def new_id() -> UUID:
    """An id that sorts by time (UUID version 7, RFC 9562) and tells nothing about other accounts."""
    return uuid7()
