"""How many session codes were tried that let nobody in: what tells an owner that somebody is guessing."""

from datetime import datetime

from sqlalchemy import func, select

from webapp.db import Database
from webapp.domain.code_guessing import WrongCodes, counted_since
from webapp.models import WrongCode


def count_wrong_codes(db: Database, now: datetime) -> WrongCodes:
    """Count the wrong codes of the last 24 hours, and the addresses that they came from. They belong to no account."""
    query = select(
        func.coalesce(func.sum(WrongCode.tries), 0), func.count(WrongCode.address.distinct())
    ).where(WrongCode.period >= counted_since(now), WrongCode.tries > 0)
    with db.read() as tx:
        tries, addresses = tx.execute(query).one()
    return WrongCodes(int(tries), int(addresses))
