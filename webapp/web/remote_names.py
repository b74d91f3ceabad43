"""What the remote side of a session is called on pages."""

from webapp.domain.texts import phrase
from webapp.services.admit_session import NOBODY_YET


def remote_name(stored: str) -> str:
    """Its name as it is stored; until somebody has joined, that nobody has."""
    return phrase("Nobody has joined yet") if stored == NOBODY_YET else stored
