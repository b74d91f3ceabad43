"""The form by which somebody joins a session."""

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from webapp.domain.limits import TEXT_MAX_LENGTH

CODE_MAX_LENGTH = 40


class JoinForm(FlaskForm):
    """A code, and a name for whoever helps to read."""

    code = StringField(
        "Session code",
        [
            InputRequired("Enter the code."),
            Length(max=CODE_MAX_LENGTH, message="Enter the 12 digits of the code."),
        ],
    )
    name = StringField(
        "Your name",
        [
            InputRequired("Enter your name."),
            Length(
                max=TEXT_MAX_LENGTH, message=f"Shorten your name to at most {TEXT_MAX_LENGTH} characters."
            ),
        ],
    )
