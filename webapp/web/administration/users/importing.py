"""`/administration/users/import`: a file or pasted text, a preview, and, once confirmed, exactly that."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from webapp import current
from webapp.domain.errors import Invalid
from webapp.domain.texts import phrase
from webapp.services.import_users import Imported, import_users, preview_import
from webapp.services.steps.import_plan import ImportPlan
from webapp.services.steps.user_csv import IMPORT_MAX_BYTES
from webapp.web.access import current_actor, domain_admin_changes, request_time
from webapp.web.administration.users.blueprint import blueprint
from webapp.web.administration.users.import_form import ImportForm
from webapp.web.administration.users.import_page import imported_page, preview_page

LARGEST_FORM = 2 * IMPORT_MAX_BYTES + 64 * 1024
"""A file and, beside it, a text of the largest size; more is refused unread (413)."""
TAKES_FILES = {"users.preview", "users.import_confirmed"}
CHANGED_MEANWHILE = phrase(
    "Something has changed since you looked at the preview, so nothing was imported. "
    "This is what the import would do now."
)


@blueprint.url_value_preprocessor
def _make_room(endpoint: str | None, _: dict[str, object] | None) -> None:
    """Before anything reads the form: more room than forms have otherwise, and a bound to it."""
    if endpoint in TAKES_FILES:
        request.max_content_length = LARGEST_FORM
        request.max_form_memory_size = LARGEST_FORM


@blueprint.get("/import")
@domain_admin_changes
def upload() -> ResponseReturnValue:
    """Where a file is chosen, or text pasted."""
    return render_template("administration/users/import.html", form=ImportForm(formdata=None))


@blueprint.post("/import")
@domain_admin_changes
def preview() -> ResponseReturnValue:
    """What the import would change. It writes nothing."""
    form = ImportForm()
    try:
        text = form.given_text()
        plan = preview_import(current.db(), current_actor(), text)
    except Invalid as problem:
        return _rejected(form, problem)
    return _show_plan(plan, text, 200)


@blueprint.post("/import/confirmation")
@domain_admin_changes
def import_confirmed() -> ResponseReturnValue:
    """Do what the preview showed. The invitations' links stand in this answer alone."""
    form = ImportForm()
    text, digest = form.given_text(), request.form.get("digest", "")
    result = import_users(current.db(), current_actor(), text, digest, request_time())
    if isinstance(result, ImportPlan):
        return _show_plan(result, text, 409, CHANGED_MEANWHILE)
    return _show_result(result)


def _show_plan(plan: ImportPlan, text: str, status: int, problem: str = "") -> ResponseReturnValue:
    form = ImportForm(formdata=None, data={"text": text})
    page = preview_page(plan, problem)
    return render_template("administration/users/import_preview.html", page=page, form=form), status


def _show_result(result: Imported) -> ResponseReturnValue:
    page = imported_page(result, request_time())
    return render_template("administration/users/imported.html", page=page)


def _rejected(form: ImportForm, problem: Invalid) -> ResponseReturnValue:
    form.text.errors = [problem.message]
    return render_template("administration/users/import.html", form=form), 422
