"""The form by which somebody joins a session."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from webapp.domain.limits import TEXT_MAX_LENGTH
from webapp.domain.texts import phrase

CODE_MAX_LENGTH = 40


class JoinForm(FlaskForm):
    """A code, and a name for whoever helps to read."""

    code = StringField(
        phrase("Session code"),
        [
            InputRequired(phrase("Enter the code.")),
            Length(max=CODE_MAX_LENGTH, message=phrase("Enter the 12 digits of the code.")),
        ],
    )
    name = StringField(
        phrase("Your name"),
        [
            InputRequired(phrase("Enter your name.")),
            Length(
                max=TEXT_MAX_LENGTH,
                message=phrase(
                    "Shorten your name to at most %(max_length)s characters.",
                    max_length=TEXT_MAX_LENGTH,
                ),
            ),
        ],
    )
