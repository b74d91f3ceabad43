"""The forms of Users. What makes a name, an address or a password acceptable is decided by the services."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, EmailField, IntegerField, PasswordField, RadioField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional

from webapp.domain.limits import LICENSES_MAX
from webapp.domain.texts import phrase
from webapp.domain.user_actions import Role
from webapp.services.add_user import NewUser
from webapp.services.change_user import Profile
from webapp.web.administration.versions import VersionedForm

ROLES = {
    Role.USER.value: phrase("No: uses Seatkeeper, does not see Administration"),
    Role.READ_ONLY.value: phrase("May look: sees Administration, changes nothing"),
    Role.ADMIN.value: phrase("Domain admin: may change everything in Administration"),
}
INVITE, PASSWORD = "invite", "password"
WAYS = {INVITE: phrase("Invite with a one-time link"), PASSWORD: phrase("Set a first password")}
A_NUMBER = phrase("Give a whole number, or nothing for no limit of their own.")


class LimitField(IntegerField):
    """A user's own limit, or nothing."""

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read the number, in our own words where there is none."""
        try:
            super().process_formdata([str(value).strip() for value in valuelist])
        except ValueError:
            raise ValueError(A_NUMBER) from None


class ProfileForm(VersionedForm):
    """What can be changed of a user."""

    display_name = StringField(phrase("Full name"), [InputRequired(phrase("Enter the full name."))])
    email = EmailField(phrase("E-mail address"), [InputRequired(phrase("Enter the e-mail address."))])
    limit = LimitField(phrase("Own limit"), [Optional(), NumberRange(0, LICENSES_MAX, A_NUMBER)])
    role = RadioField(phrase("Administration"), choices=ROLES, default=Role.USER.value)

    def profile(self) -> Profile:
        """What was filled in."""
        return Profile(
            display_name=self.display_name.data or "",
            email=self.email.data or "",
            limit=self.limit.data,
            role=Role(self.role.data),
        )


class NewUserForm(ProfileForm):
    """A new user: the profile, the user name, and how they get their password."""

    name = StringField(phrase("User name"), [InputRequired(phrase("Enter a user name."))])
    display_name = StringField(phrase("Full name"))
    way = RadioField(phrase("First sign-in"), choices=WAYS, default=INVITE)
    password = PasswordField(phrase("First password"))
    must_change = BooleanField(phrase("Must change it at the first sign-in"), default=True)

    def new_user(self) -> NewUser:
        """What was filled in."""
        profile = self.profile()
        return NewUser(
            name=self.name.data or "",
            display_name=profile.display_name,
            email=profile.email,
            limit=profile.limit,
            role=profile.role,
            password=(self.password.data or "") if self.way.data == PASSWORD else None,
            must_change_password=bool(self.must_change.data),
        )
