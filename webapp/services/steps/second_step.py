"""The second step of a user: whether a code is right, which then is used up, and new recovery codes."""

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from webapp.domain.recovery_codes import ALPHABET, COUNT, LENGTH, normalized_code
from webapp.domain.totp import is_totp, matching_step
from webapp.models import RecoveryCode, User
from webapp.services.steps.secret_box import unseal
from webapp.services.steps.tokens import token_hash


class Code(StrEnum):
    """What a right code was."""

    TOTP = "code of the app"
    RECOVERY = "recovery code"


def use_code(tx: Connection, user_id: int, typed: str, secret_key: str, now: datetime) -> Code | None:
    """Use a code up. None when it is wrong, or was used before: by whichever process."""
    code = normalized_code(typed)
    if is_totp(code):
        return Code.TOTP if _use_totp(tx, user_id, code, secret_key, now) else None
    unused = (
        RecoveryCode.user_id == user_id,
        RecoveryCode.code_hash == token_hash(code),
        RecoveryCode.used_at.is_(None),
    )
    used = tx.execute(update(RecoveryCode).where(*unused).values(used_at=now)).rowcount
    return Code.RECOVERY if used else None


def new_recovery_codes(tx: Connection, account_id: int, user_id: int) -> tuple[str, ...]:
    """Replace a user's recovery codes by ten new ones, which are told this once."""
    codes = tuple("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(COUNT))
    tx.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    who = {"account_id": account_id, "user_id": user_id}
    tx.execute(insert(RecoveryCode), [{**who, "code_hash": token_hash(code)} for code in codes])
    return codes


def recovery_codes_left(tx: Connection, user_id: int) -> int:
    """How many recovery codes a user has not used yet."""
    unused = (RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return int(tx.execute(select(func.count()).select_from(RecoveryCode).where(*unused)).scalar_one())


def forget_second_step(tx: Connection, user_id: int) -> None:
    """Take a user's second step away: secret and recovery codes."""
    nothing = {"totp_secret": None, "totp_confirmed_at": None, "totp_last_step": None}
    tx.execute(update(User).where(User.user_id == user_id).values(**nothing))
    tx.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))


def _use_totp(tx: Connection, user_id: int, code: str, secret_key: str, now: datetime) -> bool:
    stored = tx.execute(select(User.totp_secret, User.totp_last_step).where(User.user_id == user_id)).one()
    secret = unseal(secret_key, stored.totp_secret) if stored.totp_secret else None
    step = matching_step(secret, code, now, stored.totp_last_step) if secret else None
    if step is None:
        return False
    earlier = or_(User.totp_last_step.is_(None), User.totp_last_step < step)
    this = update(User).where(User.user_id == user_id, earlier)
    return bool(tx.execute(this.values(totp_last_step=step)).rowcount)
