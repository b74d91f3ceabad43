"""Beginning and taking back terminations, whoever asks: a person, or the server when minutes have run out."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, insert, update

from webapp.domain.states import EndReason, SessionState
from webapp.models import ClientSession, Termination
from webapp.services.steps.accounts import AccountState
from webapp.services.steps.tokens import new_id


def record_terminations(
    tx: Connection,
    account: AccountState,
    sessions: Sequence[UUID],
    by: int | None,
    reason: str | None,
    takes_effect_at: datetime,
    now: datetime,
) -> None:
    """Write down who wants these sessions ended, why, and when that takes effect. `by` None: the server itself."""
    what = {
        "account_id": account.account_id,
        "requested_by": by,
        "requested_at": now,
        "reason": reason,
        "notice_seconds": account.notice_seconds,
        "takes_effect_at": takes_effect_at,
    }
    if sessions:
        rows = [{**what, "termination_id": new_id(), "session_id": session} for session in sessions]
        tx.execute(insert(Termination), rows)


def begin_ending(
    tx: Connection, account: AccountState, sessions: Sequence[UUID], ends_at: datetime, ends_for: EndReason
) -> None:
    """The sessions count down from here on."""
    if sessions:
        these = (ClientSession.account_id == account.account_id, ClientSession.session_id.in_(sessions))
        ending = {"state": SessionState.ENDING, "ends_at": ends_at, "ends_for": ends_for}
        tx.execute(update(ClientSession).where(*these).values(**ending, revision=account.revision))


def keep_open(tx: Connection, account: AccountState, session_id: UUID, by: int | None, now: datetime) -> None:
    """The session that counts down goes on. `by` None: the server itself takes its notice back."""
    tx.execute(
        update(ClientSession)
        .where(
            ClientSession.account_id == account.account_id,
            ClientSession.session_id == session_id,
            ClientSession.state == SessionState.ENDING,
        )
        .values(state=SessionState.ACTIVE, ends_at=None, ends_for=None, revision=account.revision)
    )
    tx.execute(
        update(Termination)
        .where(
            Termination.account_id == account.account_id,
            Termination.session_id == session_id,
            Termination.closed_at.is_(None),
            Termination.taken_back_at.is_(None),
        )
        .values(taken_back_at=now, taken_back_by=by)
    )
