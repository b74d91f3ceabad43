"""What the database says while servers work on it, or after they were killed."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select

from tests.client.seats import Office
from tests.services.acting import termination
from tests.services.racing import held_licenses
from webapp.clock import clock_for
from webapp.db import Database
from webapp.models import IS_HOLDING, Account, ClientSession, License


class Truth:
    """One account as it is stored. `now` is the servers' own clock."""

    def __init__(self, db: Database, domain: str) -> None:
        self._db = db
        self._clock = clock_for(db)
        with db.read() as tx:
            self._account: int = tx.execute(
                select(Account.account_id).where(Account.domain == domain)
            ).scalar_one()

    def now(self) -> datetime:
        """What time it is for the servers."""
        return self._clock.now()

    def held(self) -> int:
        """How many licenses live sessions stand on; each of them on its own pair's."""
        held, pairs = held_licenses(self._db, self._account, self.now())
        assert held == pairs, f"{pairs} devices have live sessions, on {held} licenses"
        return held

    def held_for_nothing(self) -> list[int]:
        """The numbers of licenses that are marked as held though no session backs them."""
        backed = (
            select(func.count())
            .select_from(ClientSession)
            .where(
                ClientSession.account_id == License.account_id,
                ClientSession.user_id == License.user_id,
                ClientSession.device_id == License.device_id,
                ClientSession.holds_license == License.number,
                IS_HOLDING,
            )
            .scalar_subquery()
        )
        query = select(License.number).where(
            License.account_id == self._account, License.user_id.is_not(None), backed == 0
        )
        with self._db.read() as tx:
            return list(tx.execute(query).scalars())

    def taken(self) -> int:
        """How many licenses are marked as held."""
        query = select(func.count()).where(License.account_id == self._account, License.user_id.is_not(None))
        with self._db.read() as tx:
            return tx.execute(query).scalar_one()

    def termination(self, session_id: UUID) -> Row[Any]:
        """The only termination of a session."""
        return termination(self._db, session_id)


@contextmanager
def truth_of(office: Office) -> Iterator[Truth]:
    """Look into the database of an office."""
    with closing(Database.open(office.database_url)) as database:
        yield Truth(database, office.domain)
