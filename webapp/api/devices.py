"""`/devices`: signing one user in on one device, and out again."""

from flask import Response, request

from webapp import current
from webapp.api.access import anybody, device_token
from webapp.api.blueprint import BEARER, DEVICES, answer, client_api, nothing, refusals
from webapp.api.documents import json_answer, no_content
from webapp.api.not_signed_in import not_signed_in
from webapp.api.schemas.devices import NEW_SIGN_IN, SIGNED_IN, NewSignIn, SignedIn, SignIn
from webapp.domain.access import Actor
from webapp.domain.sign_in import NotSignedIn
from webapp.services.sign_in_device import SecondStep, sign_in_device, sign_out_device


@client_api.post(
    "/devices",
    tags=[DEVICES],
    responses={
        201: answer(NewSignIn, "Signed in. The token is told this once.", NEW_SIGN_IN),
        **refusals(400, 401, 409, 413, 415, 422, 429),
    },
)
@anybody
def sign_in(body: SignIn) -> Response:
    """Sign a user in on a device.

    A device that was signed in on before keeps its earlier tokens, and takes the name given now.
    A wrong password and an unknown user name are told in the same words. Where the user has two-step verification, a
    request without `code` is answered 401 with the type /problems/two-step-required: ask for the code, and send all of it
    again. After several failures 429 says how long to wait. 409 when the user is signed in on 100 other devices already.
    """
    who = (body.username, body.password, body.device_id, body.device_name)
    outcome = sign_in_device(
        current.db(),
        *who,
        current.now(),
        second=SecondStep(body.code, current.secret_key()),
        address=request.remote_addr or "",
    )
    if isinstance(outcome, NotSignedIn):
        return not_signed_in(outcome)
    return json_answer({"token": outcome.token, **_signed_in(outcome.actor)}, 201)


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
