"""What a person reads before and after something is done to users."""

from dataclasses import dataclass
from datetime import datetime

from webapp.domain.user_actions import UserAction
from webapp.services.plan_user_action import ActionPreview
from webapp.services.steps.user_actions import ActionDone
from webapp.web.license_usage.results import describe
from webapp.web.license_usage.texts import count

TITLES = {
    UserAction.DISABLE: "Disable {users}",
    UserAction.ENABLE: "Enable {users}",
    UserAction.END_SESSIONS: "End all sessions of {users}",
    UserAction.SIGN_OUT: "Sign {users} out",
    UserAction.MUST_CHANGE: "Have {users} change the password",
    UserAction.ERASE: "Erase personal data of {users}",
}
DONE = {
    UserAction.DISABLE: "Disabled: {users}.",
    UserAction.ENABLE: "Enabled: {users}.",
    UserAction.END_SESSIONS: "Sessions of {users}:",
    UserAction.SIGN_OUT: "Signed out: {users}.",
    UserAction.MUST_CHANGE: "Must choose a new password at the next sign-in: {users}.",
    UserAction.ERASE: "Erased. What is left is called {users}.",
}
RISKY = {UserAction.DISABLE, UserAction.END_SESSIONS, UserAction.SIGN_OUT, UserAction.ERASE}
NAMED_AT_MOST = 5
ERASED = (
    "Gone for good: names, e-mail address, devices that nobody else uses, whom they were connected to, and their reasons.",
    "Totals of the reports stay right: what they did is counted as that of an erased user.",
    "The audit trail keeps what it says, as nothing in it can be changed.",
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
    title = TITLES[action].format(users=count(len(users), "user"))
    return ActionPage(
        action=action.value,
        title=f"{title}?",
        button=title,
        is_risky=action in RISKY,
        effects=_effects(action, preview) if users else (),
        users=users,
        left_out=tuple(f"{left.name} {left.why}." for left in preview.plan.left_out),
        back=back,
    )


def done_message(action: UserAction, done: ActionDone, now: datetime) -> str:
    """Say what was done, to whom, and what comes of it."""
    parts = []
    if done.users:
        parts.append(DONE[action].format(users=_named(done.users)))
        if done.sessions or action is UserAction.END_SESSIONS:
            parts.append(describe(done.sessions, now))
    if done.left_out:
        parts.append("Left out: " + "; ".join(f"{left.name} {left.why}" for left in done.left_out) + ".")
    return " ".join(parts)


def _effects(action: UserAction, preview: ActionPreview) -> tuple[str, ...]:
    them = "this user" if len(preview.plan.users) == 1 else "these users"
    match action:
        case UserAction.DISABLE:
            return (
                f"From now on {them} cannot sign in. Browsers and devices are signed out at once.",
                _ending(preview),
                "Nothing is lost: settings and history stay, and you can enable them again.",
            )
        case UserAction.SIGN_OUT:
            return (
                f"Browsers and devices of {them} are signed out at once; signing in again stays possible.",
                _ending(preview),
            )
        case UserAction.END_SESSIONS:
            return (_ending(preview), "Signing in and opening new sessions stays possible.")
        case UserAction.ENABLE:
            return (f"From now on {them} can sign in again, with the password of before.",)
        case UserAction.MUST_CHANGE:
            return (f"At the next sign-in, {them} must choose a new password before anything else.",)
        case UserAction.ERASE:
            return ERASED


def _ending(preview: ActionPreview) -> str:
    if not preview.sessions:
        return "No session is open, so none is ended."
    verb = "ends" if preview.sessions == 1 else "end"
    return (
        f"{count(preview.sessions, 'open session')} {verb} with the usual notice: the other side is told, "
        f"and has {count(preview.notice_seconds, 'second')}."
    )


def _named(users: tuple[str, ...]) -> str:
    return ", ".join(users) if len(users) <= NAMED_AT_MOST else count(len(users), "user")
