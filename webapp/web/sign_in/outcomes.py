"""What a sign-in that did not succeed is answered with: words, a status, and whom it is told."""

from flask import Response, make_response

from webapp import current, mail
from webapp.domain.sign_in import NotSignedIn, Obstacle
from webapp.domain.sign_in_protection import in_words
from webapp.domain.texts import phrase

WRONG = phrase("This user name and password do not belong together.")
WRONG_CODE = phrase("This code is wrong, or was used already. Wait for the next one that the app shows.")
WORDS = {Obstacle.WRONG: WRONG, Obstacle.CODE_WRONG: WRONG_CODE}


def problem_of(outcome: NotSignedIn) -> str:
    """What to say at the form; the owner is told by mail when attempts are held up from now on."""
    if outcome.locked_out is not None:
        public = current.settings().public_url
        mail.deliver_later(mail.sign_in_delayed(outcome.locked_out, str(public) if public else None))
    if outcome.obstacle is Obstacle.TRY_LATER:
        return phrase(
            "Too many attempts have failed. Try again in %(in_words)s.", in_words=in_words(outcome.seconds)
        )
    return WORDS[outcome.obstacle]


def answer(page: str, outcome: NotSignedIn | None) -> Response:
    """The form again: 429 when it is too early for another attempt, 422 otherwise."""
    if outcome is None or outcome.obstacle is not Obstacle.TRY_LATER:
        return make_response(page, 422)
    response = make_response(page, 429)
    response.headers["Retry-After"] = str(outcome.seconds)
    return response
