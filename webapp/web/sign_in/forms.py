"""The sign-in forms."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from webapp.domain.texts import phrase

TOO_LONG = phrase("This is too long.")


class SignInForm(FlaskForm):
    """Who somebody is. The user name may be `\\\\acme\\ana`, `acme\\ana` or the e-mail address."""

    username = StringField(
        phrase("User name or e-mail address"),
        [InputRequired(phrase("Enter your user name.")), Length(max=400, message=TOO_LONG)],
    )
    password = PasswordField(
        phrase("Password"),
        [InputRequired(phrase("Enter your password.")), Length(max=1000, message=TOO_LONG)],
    )
    next = HiddenField()


class CodeForm(FlaskForm):
    """A code of the authenticator app, or a recovery code."""

    code = StringField(
        phrase("Code"), [InputRequired(phrase("Enter the code.")), Length(max=100, message=TOO_LONG)]
    )
