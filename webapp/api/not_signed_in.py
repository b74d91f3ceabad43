"""What a sign-in that did not succeed is answered with: what is in the way, and what to do about it."""

from flask import Response

from webapp import current, mail
from webapp.api.problems import problem
from webapp.domain.sign_in import NotSignedIn, Obstacle
from webapp.domain.sign_in_protection import in_words
from webapp.domain.texts import phrase

WRONG = phrase(
    "User name or password is wrong. Check both; the user name is like \\\\acme\\ana, or the e-mail address."
)
TWO_STEP = "two-step-required"
ABOUT = {
    Obstacle.CODE_NEEDED: (
        TWO_STEP,
        phrase("A code is needed"),
        phrase("You have two-step verification: give the code that your app shows, or a recovery code."),
    ),
    Obstacle.CODE_WRONG: (
        TWO_STEP,
        phrase("The code is wrong"),
        phrase("This code is wrong, or was used already. Give the next one that your app shows."),
    ),
    Obstacle.SET_UP_TWO_STEP_FIRST: (
        "two-step-not-set-up",
        phrase("Set two-step verification up first"),
        phrase(
            "Your account requires two-step verification. Sign in to the console in a browser and set it up there first."
        ),
    ),
    Obstacle.CHANGE_PASSWORD_FIRST: (
        "password-change-required",
        phrase("Change your password first"),
        phrase(
            "You have to choose a new password. Sign in to the console in a browser and do that there first."
        ),
    ),
}


def not_signed_in(outcome: NotSignedIn) -> Response:
    """The problem; the owner is told by mail when attempts are held up from now on."""
    if outcome.locked_out is not None:
        public = current.settings().public_url
        mail.deliver_later(mail.sign_in_delayed(outcome.locked_out, str(public) if public else None))
    if outcome.obstacle is Obstacle.TRY_LATER:
        detail = phrase(
            "Too many attempts have failed. Try again in %(in_words)s.", in_words=in_words(outcome.seconds)
        )
        answer = problem(429, detail, retry_after_seconds=outcome.seconds)
        answer.headers["Retry-After"] = str(outcome.seconds)
        return answer
    if outcome.obstacle not in ABOUT:
        return problem(401, WRONG, title=phrase("Not signed in"))
    slug, title, detail = ABOUT[outcome.obstacle]
    return problem(401, detail, type=f"/problems/{slug}", title=title)
