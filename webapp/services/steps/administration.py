"""What every change in Administration begins with."""

from webapp.domain.access import Actor, may_change
from webapp.domain.errors import Forbidden
from webapp.domain.texts import phrase

LOOK_ONLY = phrase("You may not change this. Ask the account owner for the right to.")


def must_change(actor: Actor) -> None:
    """Make sure that the actor may change what Administration shows. Raises Forbidden."""
    if not may_change(actor):
        raise Forbidden(LOOK_ONLY)
