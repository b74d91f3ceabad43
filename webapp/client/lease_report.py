"""What one renewal taught: how sessions stand, how long the lease lasts, and when it was asked."""

from dataclasses import dataclass

from webapp.client.answers import Session


@dataclass(frozen=True, slots=True)
class LeaseReport:
    """`asked` and `lasts_until` are moments of the steady clock; the answer is at least as new as `asked`."""

    sessions: tuple[Session, ...]
    asked: float
    lasts_until: float
    renew_every: float

    def session(self, session_id: object) -> Session | None:
        """The session with this id, if the report has it."""
        return next((session for session in self.sessions if session.id == session_id), None)
