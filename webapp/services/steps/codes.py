"""Codes of standby sessions: issued so that no two alive are alike, and gone once they were used or are of no use."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from webapp.domain.codes import new_code
from webapp.models import SessionCode


def issue_code(tx: Connection, account_id: int, session_id: UUID, expires_at: datetime, now: datetime) -> str:
    """Give a standby session a code, in place of one that it may have."""
    withdraw_code(tx, account_id, session_id)
    code = new_code()
    while tx.execute(select(SessionCode.code).where(SessionCode.code == code)).first():
        code = new_code()
    tx.execute(
        insert(SessionCode).values(
            code=code, account_id=account_id, session_id=session_id, issued_at=now, expires_at=expires_at
        )
    )
    return code


def withdraw_code(tx: Connection, account_id: int, session_id: UUID) -> None:
    """Nobody can join by the session's code any more."""
    tx.execute(
        delete(SessionCode).where(SessionCode.account_id == account_id, SessionCode.session_id == session_id)
    )
