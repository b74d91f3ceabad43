"""Whether the console has anything to show about pay per use."""

from sqlalchemy import bindparam, or_, select

from webapp.db import Database
from webapp.domain.access import Actor, Right
from webapp.models import Account

_HAS = select(or_(Account.ppu_is_on, Account.ppu_entries > 0)).where(
    Account.account_id == bindparam("account")
)


def shows_ppu(db: Database, actor: Actor) -> bool:
    """Whether it is on or the ledger has entries, and the actor may view reports."""
    if not actor.rights & {Right.VIEW_DOMAIN_REPORTS, Right.VIEW_OWN_REPORTS}:
        return False
    with db.read() as tx:
        return bool(tx.execute(_HAS, {"account": actor.account_id}).scalar_one())
