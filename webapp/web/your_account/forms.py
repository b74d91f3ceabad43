"""The forms of the second step."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

TOO_LONG = "This is too long."


class FirstCodeForm(FlaskForm):
    """The first code of the app, which shows that it has the secret."""

    code = StringField(
        "Code that the app shows", [InputRequired("Enter the code."), Length(max=100, message=TOO_LONG)]
    )


class PasswordForm(FlaskForm):
    """The password again, before something that only its owner should do."""

    password = PasswordField(
        "Your password", [InputRequired("Enter your password."), Length(max=1000, message=TOO_LONG)]
    )
