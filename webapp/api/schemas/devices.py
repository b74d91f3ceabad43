"""Signing in."""

from typing import Annotated

from pydantic import Field, StringConstraints

from webapp.api.schemas.fields import Answer, Input, Text, described_input
from webapp.domain.limits import TEXT_MAX_LENGTH


class SignIn(Input):
    """Who signs in, and on which device."""

    model_config = described_input(
        {
            "username": r"\\acme\ana",
            "password": "correct horse battery staple",
            "device_id": "0b6e6c8e-8f0f-4f5d-9d3c-2a55b9b0c1de",
            "device_name": "ANA-LAPTOP",
        }
    )

    username: Text = Field(description=r"The user name as \\acme\ana or acme\ana, or the e-mail address.")
    password: Annotated[str, StringConstraints(min_length=1, max_length=TEXT_MAX_LENGTH)] = Field(
        description="The user's password.", json_schema_extra={"format": "password"}
    )
    device_id: Text = Field(
        description="An id that the client makes once and keeps: the device stays the same by it."
    )
    device_name: Text = Field(description="What people know the device by. It may change.")
    code: Annotated[str, StringConstraints(max_length=TEXT_MAX_LENGTH)] | None = Field(
        None,
        description="Where the user has two-step verification: the code that their app shows, or a recovery code.",
    )


class SignedIn(Answer):
    """Who is signed in on this device."""

    account: str = Field(description="The account's domain.")
    user: str = Field(description="The user's name within the account.")
    user_display_name: str = Field(description="The user's name for people.")
    login: str = Field(description="The user name in full.")
    device: str = Field(description="The device's name.")


class NewSignIn(SignedIn):
    """The same, with the token that speaks for this user on this device."""

    token: str = Field(
        description="Send it as Authorization: Bearer. It is told this once, and lasts until it is revoked."
    )


SIGNED_IN = {
    "account": "acme",
    "user": "ana",
    "user_display_name": "Ana Novak",
    "login": r"\\acme\ana",
    "device": "ANA-LAPTOP",
}
NEW_SIGN_IN = {"token": "mF_9.B5f-4.1JqM0lRPuDmRbnLZ1dJcUoDwQ2Xy7fhg", **SIGNED_IN}
