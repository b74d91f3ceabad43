"""Licenses and who holds them."""

from datetime import datetime

from pydantic import Field

from webapp.api.schemas.fields import Answer


class Holder(Answer):
    """A concurrent user: one user on one device, however many sessions they have."""

    license: int = Field(description="The number of the license.")
    user: str
    user_display_name: str
    device: str
    since: datetime
    sessions: int = Field(description="How many sessions have to end before the license is free.")


class Licenses(Answer):
    """The account's licenses."""

    licenses: int = Field(description="How many the account has.")
    in_use: int = Field(description="How many are held, also by those whom this user may not see.")
    holders: list[Holder] = Field(description="Who holds them, as far as this user may see.")


LICENSES = {
    "licenses": 3,
    "in_use": 1,
    "holders": [
        {
            "license": 1,
            "user": "ana",
            "user_display_name": "Ana Novak",
            "device": "ANA-LAPTOP",
            "since": "2026-03-02T09:00:00.000000Z",
            "sessions": 2,
        }
    ],
}
