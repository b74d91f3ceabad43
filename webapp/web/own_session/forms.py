"""The form that starts a support session."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import Length

from webapp.domain.limits import TEXT_MAX_LENGTH
from webapp.domain.texts import phrase

TOO_LONG = phrase(
    "Shorten what the session is for to at most %(max_length)s characters.",
    max_length=TEXT_MAX_LENGTH,
)
ANSWERS = {"yes": True, "no": False}


class StartForm(FlaskForm):
    """What the session is for, if somebody wishes to say so; and, once it was asked, whether to use pay-per-use minutes."""

    remote = StringField(phrase("What for"), [Length(max=TEXT_MAX_LENGTH, message=TOO_LONG)])
    accept_ppu = HiddenField()

    @property
    def label(self) -> str:
        """What the session is for; empty: not said."""
        return (self.remote.data or "").strip()

    @property
    def accepts(self) -> bool | None:
        """The answer to the question; None: it was not asked yet."""
        return ANSWERS.get(self.accept_ppu.data or "")
