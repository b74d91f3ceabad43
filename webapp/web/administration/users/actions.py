"""`/administration/users/actions`: what is done to the ticked users, or to one, after a page that says what it does."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp import current
from webapp.domain.access import Actor
from webapp.domain.errors import Invalid
from webapp.domain.texts import phrase
from webapp.domain.user_actions import UserAction
from webapp.services.disable_users import disable_users
from webapp.services.enable_users import enable_users
from webapp.services.end_sessions_of_users import end_sessions_of_users
from webapp.services.erase_users import erase_users
from webapp.services.list_users import list_users
from webapp.services.plan_user_action import plan_user_action
from webapp.services.require_new_password import require_new_password
from webapp.services.sign_out_users import sign_out_users
from webapp.services.steps.user_actions import ActionDone
from webapp.web.access import current_actor, domain_admin_changes, request_time
from webapp.web.administration.users.action_page import action_page, done_message
from webapp.web.administration.users.blueprint import blueprint
from webapp.web.administration.users.page import list_page
from webapp.web.administration.users.view import read_view
from webapp.web.local_paths import local_path

SERVICES: dict[UserAction, Callable[..., ActionDone]] = {
    UserAction.DISABLE: disable_users,
    UserAction.ENABLE: enable_users,
    UserAction.END_SESSIONS: end_sessions_of_users,
    UserAction.SIGN_OUT: sign_out_users,
    UserAction.MUST_CHANGE: require_new_password,
    UserAction.ERASE: erase_users,
}
NOBODY_TICKED = phrase("Tick the users first.")
NOTHING_CHOSEN = phrase("Choose what to do with the ticked users.")
MOST = 500


@blueprint.get("/actions")
@domain_admin_changes
def confirm() -> ResponseReturnValue:
    """What would be done to how many, for somebody to confirm. It changes nothing."""
    actor, now = current_actor(), request_time()
    names = request.args.getlist("user")
    if not names or not request.args.get("action"):
        return _incomplete(NOTHING_CHOSEN if names else NOBODY_TICKED, actor, now)
    action = _action(request.args["action"])
    preview = plan_user_action(current.db(), actor, action, names[:MOST], now)
    page = action_page(action, preview, _back())
    return render_template("administration/users/actions.html", page=page)


@blueprint.post("/actions")
@domain_admin_changes
def act() -> ResponseReturnValue:
    """Do it, and come back to where it was asked for."""
    action, names = _action(request.form.get("action")), request.form.getlist("user")
    done = SERVICES[action](current.db(), current_actor(), names[:MOST], request_time())
    flash(done_message(action, done, request_time()))
    back = (
        url_for("users.index") if action is UserAction.ERASE else _back()
    )  # their page has another name now
    return redirect(back, 303)


def _action(text: str | None) -> UserAction:
    try:
        return UserAction(text or "")
    except ValueError:
        raise Invalid("action", NOTHING_CHOSEN) from None


def _back() -> str:
    wanted = local_path(request.values.get("back"))
    return wanted if wanted and wanted.startswith(url_for("users.index")) else url_for("users.index")


def _incomplete(problem: str, actor: Actor, now: datetime) -> ResponseReturnValue:
    view = read_view({})
    page = list_page(list_users(current.db(), actor, view.query, now), view, actor, now)
    return render_template("administration/users/index.html", page=page, problem=problem), 422
