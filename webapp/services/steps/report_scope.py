"""Whose history an actor may see (product.md, "Permissions": view own reports, view domain reports)."""

from webapp.domain.access import Actor, Right
from webapp.domain.errors import Forbidden
from webapp.domain.texts import phrase


def report_scope(actor: Actor) -> int | None:
    """The user whose history alone the actor may see; None: everybody's. Raises Forbidden without any right to reports."""
    if Right.VIEW_DOMAIN_REPORTS in actor.rights:
        return None
    if Right.VIEW_OWN_REPORTS in actor.rights:
        return actor.user_id
    raise Forbidden(phrase("You may not view reports. Ask the account owner for the right to view reports."))
