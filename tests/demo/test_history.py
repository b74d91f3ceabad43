from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.support.databases import on_sqlite
from webapp.db import Database
from webapp.demo.account import LICENSES, ensure_account
from webapp.demo.history import play_history
from webapp.domain.leases import DEFAULT_LEASE_SECONDS
from webapp.models import Account, ClientSession, LicenseHolding, Refusal

pytestmark = [on_sqlite, pytest.mark.slow]


def test_the_past_of_the_demonstration_has_sessions_and_refusals_and_is_over(
    database: Database, tmp_path: Path, now: datetime
) -> None:
    ensure_account(database, tmp_path, now, play_history)

    with database.read() as tx:
        sessions = tx.execute(select(ClientSession.opened_at, ClientSession.ended_at)).all()
        refusals = tx.execute(select(func.count()).select_from(Refusal)).scalar_one()
        held = Counter(tx.execute(select(LicenseHolding.number)).scalars())
        lease = tx.execute(select(Account.lease_seconds)).scalar_one()
    assert len(sessions) > 200
    assert refusals > 20
    assert set(held) == set(range(1, LICENSES + 1))
    assert all(ended is not None and opened < ended < now for opened, ended in sessions)
    assert lease == DEFAULT_LEASE_SECONDS
