"""The form behind End Selected Sessions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from webapp import words
from webapp.domain.termination import REASON_MAX_LENGTH
from webapp.domain.texts import phrase

TOO_LONG = phrase("Shorten the reason to at most %(number)s characters.", number=REASON_MAX_LENGTH)
NOTHING_TICKED = phrase("Tick the sessions to end first.")


class SessionIds(Field):
    """Ticked sessions. A license's own tick carries the ids of all its sessions, separated by spaces."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the ids, each once, in the order of the page."""
        try:
            self.data = list(dict.fromkeys(UUID(part) for value in valuelist for part in str(value).split()))
        except ValueError:
            self.data = []
            raise ValidationError(NOTHING_TICKED) from None


class SessionsForm(FlaskForm):
    """Which sessions something is to be done with: to keep them open after all, it needs no more."""

    session = SessionIds(validators=[InputRequired(NOTHING_TICKED)])

    @property
    def problem(self) -> str:
        """The first thing that is wrong, in words for the person."""
        return next((words.translate(error) for errors in self.errors.values() for error in errors), "")


class TerminationForm(SessionsForm):
    """Which sessions to end, and, if somebody wishes, why: the remote side reads it."""

    reason = StringField("Reason", [Length(max=REASON_MAX_LENGTH, message=TOO_LONG)])
