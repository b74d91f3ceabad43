"""How a session that was open during an outage has come through it: confirmed again, dropped, or not known yet."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from webapp.domain.outages import TOLD_FOR
from webapp.domain.states import EndReason
from webapp.models import IS_HOLDING, ClientSession, Outage, OutageSession

OF_OUTAGE = and_(
    OutageSession.account_id == ClientSession.account_id,
    OutageSession.session_id == ClientSession.session_id,
)
IS_CONFIRMED = ClientSession.lease_expires_at > OutageSession.lease_expires_at
"""Its client has renewed it since."""
_UNHEARD_OF = ClientSession.lease_expires_at <= OutageSession.lease_expires_at


def is_dropped(now: datetime) -> ColumnElement[bool]:
    """Its lease ran out before its client came back."""
    ran_out = and_(IS_HOLDING, ClientSession.ends_at.is_(None), ClientSession.over_at <= now)
    return and_(_UNHEARD_OF, or_(ClientSession.end_reason == EndReason.LEASE_LAPSED, ran_out))


def is_undecided(now: datetime) -> ColumnElement[bool]:
    """Its lease runs on, and its client has not come back yet."""
    return and_(_UNHEARD_OF, IS_HOLDING, ClientSession.over_at > now)


@dataclass(frozen=True, slots=True)
class Recovery:
    """The server was away from `since` to `until`, and how many sessions came through it, of those that were asked about."""

    since: datetime
    until: datetime
    confirmed: int
    dropped: int
    undecided: int

    @property
    def is_settled(self) -> bool:
        """Whether it is known of each session."""
        return self.undecided == 0


def last_recovery(tx: Connection, account_id: int, user_id: int | None, now: datetime) -> Recovery | None:
    """The last outage of the last day, for the sessions of one user, or of all (None). None also when it concerned none of them."""
    newest = (
        select(Outage.outage_id, Outage.began_at, Outage.back_at)
        .where(Outage.back_at > now - TOLD_FOR)
        .order_by(Outage.back_at.desc())
        .limit(1)
    )
    outage = tx.execute(newest).first()
    if outage is None:
        return None
    own = () if user_id is None else (ClientSession.user_id == user_id,)
    counted = (
        select(
            func.count(),
            func.count().filter(IS_CONFIRMED),
            func.count().filter(is_dropped(now)),
            func.count().filter(is_undecided(now)),
        )
        .select_from(OutageSession)
        .join(ClientSession, OF_OUTAGE)
        .where(OutageSession.outage_id == outage.outage_id, OutageSession.account_id == account_id, *own)
    )
    every, confirmed, dropped, undecided = tx.execute(counted).one()
    if not every:
        return None
    return Recovery(outage.began_at, outage.back_at, confirmed, dropped, undecided)
