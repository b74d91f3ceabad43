"""`/administration/users/<name>/ppu`: whether one user is asked before minutes are used, and how many they may use a day."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp import current, words
from webapp.domain.errors import Invalid
from webapp.domain.settings import CONSENT, OF_USER
from webapp.domain.texts import phrase, phrases
from webapp.domain.versions import Outdated
from webapp.services.change_user_ppu import CHECKS, UserPpu, change_user_ppu, read_user_ppu
from webapp.web.access import current_actor, domain_admin, domain_admin_changes, request_time
from webapp.web.administration.saved import saved
from webapp.web.administration.settings.forms import SettingsForm, form_of
from webapp.web.administration.users.blueprint import blueprint
from webapp.web.administration.users.one_user import read_head


@blueprint.get("/<name>/ppu")
@domain_admin
def pay_per_use(name: str) -> ResponseReturnValue:
    """The Pay per use tab."""
    stored = read_user_ppu(current.db(), current_actor(), name)
    return _render(name, form_of(OF_USER, stored.own, fresh=True), stored)


@blueprint.post("/<name>/ppu")
@domain_admin_changes
def save_pay_per_use(name: str) -> ResponseReturnValue:
    """Save it."""
    stored = read_user_ppu(current.db(), current_actor(), name)
    form = form_of(OF_USER, stored.own, fresh=False)
    status = _save(name, form)
    if status is None:
        return redirect(url_for("users.pay_per_use", name=name), 303)
    return _render(name, form, stored), status


def _save(name: str, form: SettingsForm) -> int | None:
    if not form.validate():
        return 422
    seen = form.version.data or ""
    try:
        changes = change_user_ppu(
            current.db(), current_actor(), name, form.typed(OF_USER), seen, request_time()
        )
    except Outdated as outdated:
        form.meet(outdated, lambda field, value: CHECKS[field].shown(value))
        return 409
    except Invalid as problem:
        form.reject(problem)
        return 422
    flash(saved(changes))
    return None


def _render(name: str, form: SettingsForm, stored: UserPpu) -> str:
    cap = (
        phrase("no cap")
        if stored.account_cap is None
        else phrases(
            "at most %(number)s minute a day for each user",
            "at most %(number)s minutes a day for each user",
            stored.account_cap,
        )
    )
    consent = words.in_a_sentence(CONSENT[stored.account_consent])
    return render_template(
        "administration/users/pay_per_use.html",
        head=read_head(name),
        form=form,
        settings=OF_USER,
        account=phrase("The account says: %(consent)s; %(cap)s.", consent=consent, cap=cap),
    )
