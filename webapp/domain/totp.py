"""Time-based one-time passwords (RFC 6238), as authenticator apps show them: six digits, SHA-1, 30 seconds."""

from datetime import datetime
from hmac import compare_digest

import pyotp

STEP_SECONDS = 30
DRIFT_STEPS = 1
"""A phone's clock may be off, and typing takes time: the code before and the code after count as well."""
ISSUER = "Seatkeeper"


def step_of(now: datetime) -> int:
    """The number of the 30 seconds that `now` falls in."""
    return int(now.timestamp()) // STEP_SECONDS


def code_of(secret: str, step: int) -> str:
    """The code of a step. `secret` is in Base32."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).generate_otp(step)


def matching_step(secret: str, code: str, now: datetime, last_step: int | None) -> int | None:
    """The step that this code is of, if it may be used now: each step works once, and none works after a later one."""
    current = step_of(now)
    found = None
    for step in range(current - DRIFT_STEPS, current + DRIFT_STEPS + 1):
        if compare_digest(code_of(secret, step).encode(), code.encode()) and (
            last_step is None or step > last_step
        ):
            found = step
    return found


def is_totp(code: str) -> bool:
    """Whether this has the form of an app's code rather than of a recovery code."""
    return len(code) == 6 and code.isascii() and code.isdigit()


def setup_uri(secret: str, login: str) -> str:
    """What the QR code says to an authenticator app."""
    return pyotp.TOTP(secret, interval=STEP_SECONDS).provisioning_uri(name=login, issuer_name=ISSUER)


def for_typing(secret: str) -> str:
    """The secret in groups of four, for whoever cannot scan the QR code."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
