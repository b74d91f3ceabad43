"""The account's users as CSV, in the form that can be imported again."""

from sqlalchemy import select

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.models import User
from webapp.services.steps.user_cells import as_wanted, cells_of
from webapp.services.steps.user_csv import COLUMNS, write_csv
from webapp.services.steps.users import RECORD, user_record


def export_users(db: Database, actor: Actor) -> str:
    """All users of the actor's account, by name."""
    query = select(*RECORD).where(User.account_id == actor.account_id).order_by(User.name)
    with db.read() as tx:
        users = [user_record(row) for row in tx.execute(query)]
    return write_csv([COLUMNS, *(cells_of(as_wanted(user)).values() for user in users)])
