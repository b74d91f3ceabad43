"""The forms in which a password is chosen. What makes one acceptable is decided by the service; its word appears at the field."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from webapp.domain.errors import Invalid
from webapp.domain.texts import phrase

TOO_LONG = phrase("This is too long.")


class NewPasswordForm(FlaskForm):
    """A new password, typed twice so that a slip does not lock anybody out."""

    password = PasswordField(
        phrase("New password"),
        [InputRequired(phrase("Enter a password.")), Length(max=1000, message=TOO_LONG)],
    )
    again = PasswordField(
        phrase("New password again"), [EqualTo("password", phrase("The two passwords are not the same."))]
    )
    devices = BooleanField(phrase("Sign out my devices, too"))

    def reject(self, problem: Invalid) -> None:
        """Put the service's word at the field that it is about."""
        self[problem.field].errors = [problem.message]


class ChangePasswordForm(NewPasswordForm):
    """The same, with the password that is in force."""

    present = PasswordField(
        phrase("Present password"),
        [InputRequired(phrase("Enter your present password.")), Length(max=1000, message=TOO_LONG)],
    )
