"""Resume: a paused session asks to be let in again, like one that is opened (product.md, "States of a session")."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, update

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.admission import AskFirst, TurnedAway
from webapp.domain.errors import Conflict
from webapp.domain.leases import lease_expiry
from webapp.domain.ppu import A_MINUTE
from webapp.domain.states import SessionHappening, SessionState
from webapp.domain.texts import phrase
from webapp.models import ClientSession
from webapp.services.steps.accounts import HeldAccount, hold_account
from webapp.services.steps.admission import Place, decide, place_of, take_place
from webapp.services.steps.closing import close_overdue
from webapp.services.steps.own_sessions import session_of_user
from webapp.services.steps.pay_per_use import begin_on_ppu
from webapp.services.steps.refusing import PpuQuestion, Refused, Wanted, not_let_in
from webapp.services.steps.session_events import note_event
from webapp.services.steps.sessions import SessionView
from webapp.services.view_own_session import own_view

__all__ = ["PpuQuestion", "Refused", "Resumed", "resume_session"]


@dataclass(frozen=True, slots=True)
class Resumed:
    """The session goes on; so does one that was not paused."""

    session: SessionView


def resume_session(
    db: Database, actor: Actor, session_id: UUID, accept_ppu: bool | None, now: datetime
) -> Resumed | Refused | PpuQuestion:
    """Resume a session of the actor's own if the limits allow it. Refused or asked, it stays paused.

    The limits are those of its user on the device that opened it, whoever's hand it is in. `accept_ppu` as in
    `OpenRequest`. Raises NotFound for what the actor did not open, and Conflict for a session that is over.
    """
    return db.write(lambda tx: _resume(tx, actor, session_id, accept_ppu, now))


def _resume(
    tx: Connection, actor: Actor, session_id: UUID, accept_ppu: bool | None, now: datetime
) -> Resumed | Refused | PpuQuestion:
    account = hold_account(tx, actor.account_id, now)
    now = account.now
    close_overdue(tx, account, now)
    session = session_of_user(tx, actor, session_id)
    if session.state is SessionState.ENDED:
        raise Conflict(phrase("This session is over, so it cannot be resumed. Open a new one."))
    if session.state is SessionState.PAUSED:
        pair = (session.user_id, session.device_id)
        decision = decide(tx, account, pair, accept_ppu)
        if isinstance(decision, TurnedAway | AskFirst):
            wanted = Wanted(session.kind, session.remote, str(session_id))
            return not_let_in(tx, account, pair, wanted, decision, now)
        take_place(tx, account, pair, decision)
        _let_in(tx, account, session, place_of(decision, now))
    return Resumed(own_view(tx, actor, session_id, now))


def _let_in(tx: Connection, account: HeldAccount, session: Row[Any], place: Place) -> None:
    now = account.now
    tx.execute(
        update(ClientSession)
        .where(ClientSession.account_id == account.account_id, ClientSession.session_id == session.session_id)
        .values(
            state=SessionState.ACTIVE,
            funding=place.funding,
            license_number=place.license,
            lease_expires_at=lease_expiry(now, account.lease_seconds),
            resumed_at=now,
            paused_at=None,
            expires_at=None,
            ppu_since=place.ppu_since,
            ppu_paid_until=now + A_MINUTE if place.ppu_since else session.ppu_paid_until,
            revision=account.revision,
        )
    )
    which = (account.account_id, session.session_id)
    note_event(tx, *which, SessionHappening.RESUMED, now, session.user_id)
    if place.license is not None:
        note_event(tx, *which, SessionHappening.ON_LICENSE, now, None, str(place.license))
    else:
        begin_on_ppu(tx, account, session.session_id, session.user_id, now)
