"""The server writes down that it is there; after a silence, that it was away, and which sessions were open meanwhile.

Any number of processes and nodes may do so at once: one of them claims each heartbeat by a conditional UPDATE.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, exists, insert, literal, select, update

from webapp.db import Database
from webapp.domain.outages import KEPT_FOR, Away, away, beat_is_due
from webapp.models import IS_HOLDING, Account, ClientSession, Heartbeat, Outage, OutageSession
from webapp.services.steps.outages import OF_OUTAGE, is_undecided
from webapp.services.steps.tokens import new_id

_LAST = select(Heartbeat.beat_at)
_BEAT = update(Heartbeat).where(Heartbeat.beat_at.is_not_distinct_from(bindparam("last")))
_GOES_ON = update(Outage).where(Outage.back_at == bindparam("since"))
_UNSETTLED = select(Outage.outage_id).where(Outage.settled_at.is_(None))


def last_heartbeat(db: Database) -> datetime | None:
    """When a server last wrote down that it is there."""
    with db.read() as tx:
        return tx.execute(_LAST).scalar_one()


def keep_heartbeat(db: Database, now: datetime) -> None:
    """Write down that the server is there, when it is time to. Call it before anything else is written after a start."""
    if beat_is_due(last_heartbeat(db), now):
        db.write_briefly(lambda tx: _beat(tx, now))


def _beat(tx: Connection, now: datetime) -> None:
    last = tx.execute(_LAST).scalar_one()
    if not beat_is_due(last, now) or tx.execute(_BEAT.values(beat_at=now), {"last": last}).rowcount != 1:
        return
    if (found := away(last, now)) is not None:
        _record(tx, found)
    for outage_id in tx.execute(_UNSETTLED).scalars().all():
        _tell(tx, outage_id, now)


def _record(tx: Connection, found: Away) -> None:
    """Sessions whose lease has run out meanwhile are among them: nobody has written them off yet.

    An outage that begins where the last one ended is the same: the server began to start, and was not there yet.
    """
    again = _GOES_ON.values(back_at=found.until, settled_at=None)
    if tx.execute(again, {"since": found.since}).rowcount:
        return
    old = select(Outage.outage_id).where(Outage.back_at < found.until - KEPT_FOR)
    tx.execute(delete(OutageSession).where(OutageSession.outage_id.in_(old)))
    tx.execute(delete(Outage).where(Outage.outage_id.in_(old)))
    outage_id = new_id()
    tx.execute(insert(Outage).values(outage_id=outage_id, began_at=found.since, back_at=found.until))
    theirs = (ClientSession.account_id, ClientSession.session_id, ClientSession.lease_expires_at)
    were_open = select(literal(outage_id, OutageSession.outage_id.type), *theirs).where(
        IS_HOLDING, ClientSession.opened_at <= found.since, ClientSession.over_at > found.since
    )
    columns = ["outage_id", "account_id", "session_id", "lease_expires_at"]
    tx.execute(insert(OutageSession).from_select(columns, were_open))


def _tell(tx: Connection, outage_id: UUID, now: datetime) -> None:
    """Let the open pages of those accounts show how many are confirmed by now, until all leases are decided."""
    theirs = exists().where(
        OutageSession.outage_id == outage_id, OutageSession.account_id == Account.account_id
    )
    tx.execute(update(Account).where(theirs).values(revision=Account.revision + 1))
    undecided = (
        select(ClientSession.session_id)
        .join(OutageSession, OF_OUTAGE)
        .where(OutageSession.outage_id == outage_id, is_undecided(now))
    )
    if tx.execute(undecided.limit(1)).first() is None:
        tx.execute(update(Outage).where(Outage.outage_id == outage_id).values(settled_at=now))
