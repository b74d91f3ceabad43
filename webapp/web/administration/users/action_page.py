"""What a person reads before and after something is done to users."""

from dataclasses import dataclass
from datetime import datetime

from webapp import words
from webapp.domain.texts import listed, phrase, phrases
from webapp.domain.units import count
from webapp.domain.user_actions import UserAction
from webapp.services.plan_user_action import ActionPreview
from webapp.services.steps.user_actions import ActionDone, LeftOut
from webapp.web.license_usage.results import describe

TITLES = {
    UserAction.DISABLE: phrase("Disable %(users)s"),
    UserAction.ENABLE: phrase("Enable %(users)s"),
    UserAction.END_SESSIONS: phrase("End all sessions of %(users)s"),
    UserAction.SIGN_OUT: phrase("Sign %(users)s out"),
    UserAction.MUST_CHANGE: phrase("Have %(users)s change the password"),
    UserAction.ERASE: phrase("Erase personal data of %(users)s"),
}
DONE = {
    UserAction.DISABLE: phrase("Disabled: %(users)s."),
    UserAction.ENABLE: phrase("Enabled: %(users)s."),
    UserAction.END_SESSIONS: phrase("Sessions of %(users)s:"),
    UserAction.SIGN_OUT: phrase("Signed out: %(users)s."),
    UserAction.MUST_CHANGE: phrase("Must choose a new password at the next sign-in: %(users)s."),
    UserAction.ERASE: phrase("Erased. What is left is called %(users)s."),
}
EFFECTS = {
    UserAction.DISABLE: (
        phrase("From now on %(them)s cannot sign in. Browsers and devices are signed out at once."),
        phrase("Nothing is lost: settings and history stay, and you can enable them again."),
    ),
    UserAction.SIGN_OUT: (
        phrase("Browsers and devices of %(them)s are signed out at once; signing in again stays possible."),
        "",
    ),
    UserAction.END_SESSIONS: ("", phrase("Signing in and opening new sessions stays possible.")),
    UserAction.ENABLE: (phrase("From now on %(them)s can sign in again, with the password of before."), ""),
    UserAction.MUST_CHANGE: (
        phrase("At the next sign-in, %(them)s must choose a new password before anything else."),
        "",
    ),
}
"""What comes of an action: what is said before its sessions end, and after that."""
ENDING = {UserAction.DISABLE, UserAction.SIGN_OUT, UserAction.END_SESSIONS}
RISKY = {UserAction.DISABLE, UserAction.END_SESSIONS, UserAction.SIGN_OUT, UserAction.ERASE}
NAMED_AT_MOST = 5
ERASED = (
    phrase(
        "Gone for good: names, e-mail address, devices that nobody else uses, whom they were connected to, and their reasons."
    ),
    phrase("Totals of the reports stay right: what they did is counted as that of an erased user."),
    phrase("The audit trail keeps what it says, as nothing in it can be changed."),
)


@dataclass(frozen=True, slots=True)
class ActionPage:
    """What would be done, to whom, with which effects, and who is left out."""

    action: str
    title: str
    button: str
    is_risky: bool
    effects: tuple[str, ...]
    users: tuple[tuple[str, str], ...]
    left_out: tuple[str, ...]
    back: str


def action_page(action: UserAction, preview: ActionPreview, back: str) -> ActionPage:
    """Lay out what would happen."""
    users = tuple((user.name, user.display_name) for user in preview.plan.users)
    title = TITLES[action] % {"users": count(len(users), "user")}
    return ActionPage(
        action=action.value,
        title=listed([title, "?"], ""),
        button=title,
        is_risky=action in RISKY,
        effects=_effects(action, preview) if users else (),
        users=users,
        left_out=tuple(
            phrase("%(name)s %(why)s.", name=left.name, why=left.why) for left in preview.plan.left_out
        ),
        back=back,
    )


def done_message(action: UserAction, done: ActionDone, now: datetime) -> str:
    """Say what was done, to whom, and what comes of it."""
    parts = []
    if done.users:
        parts.append(words.translate(DONE[action] % {"users": _named(done.users)}))
        if done.sessions or action is UserAction.END_SESSIONS:
            parts.append(words.translate(describe(done.sessions, now)))
    if done.left_out:
        parts.append(words.gettext("Left out: %(users)s.", users="; ".join(map(_why, done.left_out))))
    return " ".join(parts)


def _why(left: LeftOut) -> str:
    return f"{left.name} {words.translate(left.why)}"


def _effects(action: UserAction, preview: ActionPreview) -> tuple[str, ...]:
    if action is UserAction.ERASE:
        return ERASED
    first, later = EFFECTS[action]
    them = phrase("this user") if len(preview.plan.users) == 1 else phrase("these users")
    ending = [_ending(preview)] if action in ENDING else []
    return (*([first % {"them": them}] if first else []), *ending, *([later] if later else []))


def _ending(preview: ActionPreview) -> str:
    if not preview.sessions:
        return phrase("No session is open, so none is ended.")
    return phrases(
        "%(number)s open session ends with the usual notice: the other side is told, and has %(time)s.",
        "%(number)s open sessions end with the usual notice: the other side is told, and has %(time)s.",
        preview.sessions,
        time=count(preview.notice_seconds, "second"),
    )


def _named(users: tuple[str, ...]) -> str:
    return ", ".join(users) if len(users) <= NAMED_AT_MOST else count(len(users), "user")
