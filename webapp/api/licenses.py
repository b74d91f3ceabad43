"""`/licenses`: how many there are, how many are in use, and who holds them."""

from flask import Response

from webapp import current
from webapp.api.access import device_token
from webapp.api.blueprint import BEARER, LICENSES, answer, client_api, refusals
from webapp.api.documents import json_answer, moment
from webapp.api.schemas import licenses as schemas
from webapp.domain.access import Actor
from webapp.services.list_licenses import Holder, list_licenses


@client_api.get(
    "/licenses",
    tags=[LICENSES],
    security=BEARER,
    responses={200: answer(schemas.Licenses, "The account's licenses.", schemas.LICENSES), **refusals(401)},
)
@device_token
def look_at_licenses(actor: Actor) -> Response:
    """Look at the account's licenses.

    Everybody may know how many there are and how many are in use; the holders are those that the user may view.
    """
    found = list_licenses(current.db(), actor, current.now())
    holders = [_holder(holder) for holder in found.holders]
    return json_answer({"licenses": found.licenses, "in_use": found.in_use, "holders": holders})


def _holder(holder: Holder) -> dict[str, object]:
    return {
        "license": holder.license,
        "user": holder.user,
        "user_display_name": holder.user_display_name,
        "device": holder.device,
        "since": moment(holder.since),
        "sessions": holder.sessions,
    }
