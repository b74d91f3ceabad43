"""The forms of Session Management. A right that was not sent (its choice is locked) stays as it is."""

from collections.abc import Mapping

from wtforms import StringField
from wtforms.validators import AnyOf

from webapp.domain.access import AccountRight, Right
from webapp.domain.texts import phrase
from webapp.services.steps.rights import account_values, own_values
from webapp.web.administration.versions import VersionedForm, fresh_or_sent

CHOOSE = phrase("Choose one of the options.")


def _one_of(*words: str) -> StringField:
    return StringField(validators=[AnyOf(words, message=CHOOSE)])


def override_field(right: Right) -> str:
    """The field that says whether users may have their own setting of a right."""
    return f"{right}_override"


class AccountRightsForm(VersionedForm):
    """For everybody: each right on or off, and whether users may have their own setting."""

    def wanted(self) -> dict[Right, AccountRight]:
        """What was chosen."""
        return {
            right: AccountRight(self[right].data == "on", self[override_field(right)].data == "own")
            for right in Right
        }


class UserRightsForm(VersionedForm):
    """For one user: each right as the account says, on or off."""

    def wanted(self) -> dict[Right, bool | None]:
        """What was chosen."""
        return {right: None if self[right].data == "inherit" else self[right].data == "on" for right in Right}


for _right in Right:
    setattr(AccountRightsForm, _right, _one_of("on", "off"))
    setattr(AccountRightsForm, override_field(_right), _one_of("own", "enforced"))
    setattr(UserRightsForm, _right, _one_of("inherit", "on", "off"))


def account_form(stored: Mapping[Right, AccountRight], *, fresh: bool) -> AccountRightsForm:
    """The form for everybody."""
    values = account_values(stored)
    return fresh_or_sent(AccountRightsForm, values, values, fresh=fresh)


def user_form(own: Mapping[Right, bool], *, fresh: bool) -> UserRightsForm:
    """The form for one user."""
    values = own_values(own)
    return fresh_or_sent(UserRightsForm, values, values, fresh=fresh)
