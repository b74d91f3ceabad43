"""The set-up form. What makes a name or a password acceptable is decided by the service; its word appears at the field."""

from flask_wtf import FlaskForm
from wtforms import EmailField, IntegerField, PasswordField, StringField
from wtforms.validators import InputRequired

from webapp.domain.errors import Invalid
from webapp.domain.texts import phrase
from webapp.services.create_account import NewAccount

FIELD_OF = {
    "account_name": "name",
    "name": "owner_name",
    "display_name": "owner_display_name",
    "email": "owner_email",
}
"""Where a field stands here that is called otherwise where accounts and users are created."""


class SetUpForm(FlaskForm):
    """The account, and its owner, who is the first to sign in."""

    name = StringField(
        phrase("Name of the account"), [InputRequired(phrase("Enter the name of your company or team."))]
    )
    domain = StringField(phrase("Domain"), [InputRequired(phrase("Enter a domain."))])
    licenses = IntegerField(phrase("Licenses"), [InputRequired(phrase("Enter a whole number."))])
    owner_display_name = StringField(phrase("Your name"), [InputRequired(phrase("Enter your name."))])
    owner_name = StringField(phrase("Your user name"), [InputRequired(phrase("Enter a user name."))])
    owner_email = EmailField(
        phrase("Your e-mail address"), [InputRequired(phrase("Enter your e-mail address."))]
    )
    password = PasswordField(phrase("Password"), [InputRequired(phrase("Enter a password."))])

    def new_account(self) -> NewAccount:
        """What was filled in."""
        values = {name: value for name, value in self.data.items() if name != "csrf_token"}
        return NewAccount(**values)

    def reject(self, problem: Invalid) -> None:
        """Put the service's word at the field that it is about."""
        self[FIELD_OF.get(problem.field, problem.field)].errors = [problem.message]
