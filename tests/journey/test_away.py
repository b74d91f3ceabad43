"""kill -9 of the whole server, and what License Usage says when it is back."""

from contextlib import closing
from datetime import timedelta

from sqlalchemy import select, update

from tests.journey.conftest import OpenOffice
from tests.support.cast import sign_in_at_console
from tests.support.eventually import eventually
from tests.support.servers import Server
from webapp.client import Wish
from webapp.clock import clock_for
from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.tips import TipKind
from webapp.models import ClientSession, Heartbeat, Outage
from webapp.services.keep_heartbeat import last_heartbeat
from webapp.services.list_tips import list_tips
from webapp.services.steps.outages import Recovery

AN_HOUR = timedelta(hours=1)


def recovery(db: Database, actor: Actor) -> Recovery | None:
    """What License Usage says of the last outage."""
    found = [tip for tip in list_tips(db, actor, clock_for(db).now()) if tip.kind is TipKind.AWAY]
    return found[0].recovery if found else None


def counts(db: Database, actor: Actor) -> tuple[int, int, int]:
    """How many sessions were confirmed again, dropped, and have not come back yet."""
    told = recovery(db, actor)
    assert told is not None
    return told.confirmed, told.dropped, told.undecided


def was_an_hour_ago(db: Database) -> None:
    """Everything that happened until now was an hour ago; leases run on."""
    with db.read() as tx:
        beat_at = tx.execute(select(Heartbeat.beat_at)).scalar_one()
        rows = tx.execute(select(ClientSession.session_id, ClientSession.opened_at)).all()
    assert beat_at is not None
    db.write(lambda tx: tx.execute(update(Heartbeat).values(beat_at=beat_at - AN_HOUR)))
    for row in rows:
        this = update(ClientSession).where(ClientSession.session_id == row.session_id)
        db.write(
            lambda tx, this=this, at=row.opened_at: tx.execute(this.values(opened_at=at - 2 * AN_HOUR))  # type: ignore[misc]
        )


def test_after_a_crash_it_says_when_and_who_came_back(standing: Server, open_office: OpenOffice) -> None:
    office = open_office(standing, licenses=2, lease=3600)
    desk, laptop = office.device("desk").client(), office.device("laptop").client()
    for client in (desk, laptop):
        client.open_session(Wish("SRV-DB-02"))
    with closing(Database.open(office.database_url)) as db:
        olga = sign_in_at_console(db, rf"{office.domain}\olga", clock_for(db).now()).actor
        eventually(lambda: last_heartbeat(db), what="the sweep was there")
        standing.kill()
        was_an_hour_ago(db)

        standing.start()

        back = recovery(db, olga)
        assert back is not None, "known before anybody was answered"
        assert back.until - back.since > AN_HOUR - timedelta(minutes=5)
        assert (back.confirmed, back.dropped, back.undecided) == (0, 0, 2)
        desk.renew()
        eventually(lambda: counts(db, olga) == (1, 0, 1), what="the renewal is written")
        laptop.renew()
        eventually(lambda: is_settled(db), what="the sweep has seen that all are back")


def is_settled(db: Database) -> bool:
    """Whether the sweep knows of every session."""
    with db.read() as tx:
        return (
            tx.execute(select(Outage.settled_at).order_by(Outage.back_at.desc()).limit(1)).scalar_one()
            is not None
        )
