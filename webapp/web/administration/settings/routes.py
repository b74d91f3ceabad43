"""`/administration/settings`: its tabs, saving them, and going back to a default."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp import current, words
from webapp.domain.access import AccountRight, Right
from webapp.domain.errors import Invalid
from webapp.services.change_account_rights import change_account_rights
from webapp.services.list_changed_settings import list_changed_settings
from webapp.services.read_rights import read_account_rights
from webapp.services.reset_setting import reset_setting
from webapp.web.access import current_actor, domain_admin, domain_admin_changes, request_time
from webapp.web.administration.rights.forms import AccountRightsForm, account_form
from webapp.web.administration.rights.panel import panel_for_everybody
from webapp.web.administration.rights.saving import save_rights
from webapp.web.administration.saved import NOTHING, saved
from webapp.web.administration.settings.overview import overview
from webapp.web.administration.settings.session_codes import session_codes
from webapp.web.administration.settings.tabs import (
    GENERAL_TAB,
    SIGN_IN_FORM,
    USAGE_TAB,
    form_for,
    read,
    render_tab,
    save,
    show,
    submit,
)

blueprint = Blueprint("settings", __name__, url_prefix="/administration/settings")


@blueprint.get("")
@domain_admin
def general() -> ResponseReturnValue:
    """Name, time zone, and how dates and numbers are written."""
    return show(GENERAL_TAB)


@blueprint.post("")
@domain_admin_changes
def save_general() -> ResponseReturnValue:
    """Save them."""
    return submit(GENERAL_TAB)


@blueprint.get("/license-usage")
@domain_admin
def license_usage() -> ResponseReturnValue:
    """Notice, default reason, leases, and the number of licenses."""
    return show(USAGE_TAB)


@blueprint.post("/license-usage")
@domain_admin_changes
def save_license_usage() -> ResponseReturnValue:
    """Save them."""
    return submit(USAGE_TAB)


@blueprint.get("/security")
@domain_admin
def security() -> ResponseReturnValue:
    """Session Management for everybody, and signing in."""
    return _security()


@blueprint.post("/security")
@domain_admin_changes
def save_security() -> ResponseReturnValue:
    """Save what holds for signing in."""
    stored = read()
    form = form_for(SIGN_IN_FORM, stored, fresh=False)
    status = save(SIGN_IN_FORM, form, stored)
    if status is None:
        return redirect(url_for("settings.security"), 303)
    panel = panel_for_everybody(account_form(_rights(), fresh=True))
    return render_tab(SIGN_IN_FORM, form, stored, panel=panel, codes=session_codes(request_time())), status


@blueprint.post("/security/rights")
@domain_admin_changes
def save_rights_of_everybody() -> ResponseReturnValue:
    """Save Session Management for everybody."""
    form = account_form(_rights(), fresh=False)

    status = save_rights(
        form,
        lambda seen: change_account_rights(
            current.db(), current_actor(), form.wanted(), seen, request_time()
        ),
    )
    return redirect(url_for("settings.security"), 303) if status is None else (_security(form), status)


def _security(rights: AccountRightsForm | None = None) -> str:
    stored = read()
    rights = rights or account_form(_rights(), fresh=True)
    form = form_for(SIGN_IN_FORM, stored, fresh=True)
    panel = panel_for_everybody(rights)
    return render_tab(SIGN_IN_FORM, form, stored, panel=panel, codes=session_codes(request_time()))


def _rights() -> dict[Right, AccountRight]:
    return read_account_rights(current.db(), current_actor())


@blueprint.get("/overview")
@domain_admin
def settings_overview() -> ResponseReturnValue:
    """What differs from its default."""
    found = overview(list_changed_settings(current.db(), current_actor()), request_time())
    return render_template("administration/settings/overview.html", overview=found)


@blueprint.post("/<name>/default")
@domain_admin_changes
def back_to_default(name: str) -> ResponseReturnValue:
    """Set one setting or right to its default."""
    try:
        change = reset_setting(current.db(), current_actor(), name, request_time())
    except Invalid as problem:
        flash(words.gettext("Not changed. %(message)s", message=problem.message))
    else:
        flash(saved([change]) if change else words.translate(NOTHING))
    return redirect(url_for("settings.settings_overview"), 303)
