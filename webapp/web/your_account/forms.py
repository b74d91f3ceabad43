"""The forms of the second step."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from webapp.domain.texts import phrase

TOO_LONG = phrase("This is too long.")


class FirstCodeForm(FlaskForm):
    """The first code of the app, which shows that it has the secret."""

    code = StringField(
        phrase("Code that the app shows"),
        [InputRequired(phrase("Enter the code.")), Length(max=100, message=TOO_LONG)],
    )


class PasswordForm(FlaskForm):
    """The password again, before something that only its owner should do."""

    password = PasswordField(
        phrase("Your password"),
        [InputRequired(phrase("Enter your password.")), Length(max=1000, message=TOO_LONG)],
    )
