"""`/devices`: signing one user in on one device, and out again."""

from flask import Response

from webapp import current
from webapp.api.access import anybody, device_token
from webapp.api.blueprint import BEARER, DEVICES, answer, client_api, nothing, refusals
from webapp.api.documents import json_answer, no_content
from webapp.api.problems import problem
from webapp.api.schemas.devices import NEW_SIGN_IN, SIGNED_IN, NewSignIn, SignedIn, SignIn
from webapp.domain.access import Actor
from webapp.services.sign_in_device import sign_in_device, sign_out_device

WRONG = (
    "User name or password is wrong. Check both; the user name is like \\\\acme\\ana, or the e-mail address."
)


@client_api.post(
    "/devices",
    tags=[DEVICES],
    responses={
        201: answer(NewSignIn, "Signed in. The token is told this once.", NEW_SIGN_IN),
        **refusals(400, 401, 413, 415, 422),
    },
)
@anybody
def sign_in(body: SignIn) -> Response:
    """Sign a user in on a device.

    A device that was signed in on before keeps its earlier tokens, and takes the name given now.
    A wrong password and an unknown user name are told in the same words.
    """
    signed_in = sign_in_device(
        current.db(), body.username, body.password, body.device_id, body.device_name, current.now()
    )
    if signed_in is None:
        return problem(401, WRONG, title="Not signed in")
    return json_answer({"token": signed_in.token, **_signed_in(signed_in.actor)}, 201)


@client_api.get(
    "/devices/current",
    tags=[DEVICES],
    security=BEARER,
    responses={200: answer(SignedIn, "The user and the device.", SIGNED_IN), **refusals(401)},
)
@device_token
def who_am_i(actor: Actor) -> Response:
    """Tell who this token speaks for."""
    return json_answer(_signed_in(actor))


@client_api.delete(
    "/devices/current",
    tags=[DEVICES],
    security=BEARER,
    responses={204: nothing("Signed out: the token is not valid any more."), **refusals(401)},
)
@device_token
def sign_out(actor: Actor) -> Response:
    """Sign out on this device.

    Every token of this user on this device is revoked. Sessions that are open end when their leases run out: close them
    first.
    """
    sign_out_device(current.db(), actor, current.now())
    return no_content()


def _signed_in(actor: Actor) -> dict[str, str | None]:
    return {
        "account": actor.domain,
        "user": actor.user_name,
        "user_display_name": actor.display_name,
        "login": actor.login,
        "device": actor.device_name,
    }
