"""Seals what the database must not hold in the clear: the secrets of the second step (docs/decisions/0008).

Fernet (AES-128-CBC and HMAC-SHA256), with a key derived from the installation's secret key by HKDF.
"""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PURPOSE = b"seatkeeper: secrets of the second step"


def seal(secret_key: str, text: str) -> str:
    """Encrypt a text."""
    return _box(secret_key).encrypt(text.encode()).decode()


def unseal(secret_key: str, sealed: str) -> str | None:
    """The text again; None when it was sealed with another key, or changed."""
    try:
        return _box(secret_key).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box(secret_key: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret_key.encode())
    return Fernet(urlsafe_b64encode(derived))
