"""The sign-in form."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired


class SignInForm(FlaskForm):
    """Who somebody is. The user name may be `\\\\acme\\ana`, `acme\\ana` or the e-mail address."""

    username = StringField("User name or e-mail address", [InputRequired("Enter your user name.")])
    password = PasswordField("Password", [InputRequired("Enter your password.")])
    next = HiddenField()
