from datetime import datetime

from tests.support.clock import START
from webapp.db import Database
from webapp.services.create_account import NewAccount, create_account
from webapp.services.read_settings import read_settings
from webapp.services.steps.actors import active_users, actor_of


def test_the_owner_of_the_only_account_may_set_its_licenses_until_there_is_another(
    database: Database,
) -> None:
    _create(database, "acme", START)
    with database.read() as tx:
        owner = actor_of(tx.execute(active_users()).one())
    assert read_settings(database, owner, None).may_set_licenses

    _create(database, "globex", START)

    assert not read_settings(database, owner, None).may_set_licenses


def _create(db: Database, domain: str, now: datetime) -> None:
    owner = f"owner@{domain}.example"
    create_account(db, NewAccount(domain, domain, 2, "owner", "Owner", owner, "correct horse of owner"), now)
