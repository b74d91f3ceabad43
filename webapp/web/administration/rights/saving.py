"""Saving Session Management, in either of its places."""

from collections.abc import Callable, Iterable

from flask import flash

from webapp.domain.errors import Invalid
from webapp.domain.right_settings import Change
from webapp.domain.versions import Outdated
from webapp.web.administration.rights.panel import OVERRIDES
from webapp.web.administration.saved import saved
from webapp.web.administration.versions import VersionedForm


def save_rights(form: VersionedForm, change: Callable[[str], Iterable[Change]]) -> int | None:
    """Save what was chosen and say so; or give the status with which the form is shown again.

    `change` saves, given the version of what was before the person's eyes.
    """
    if not form.validate():
        return 422
    try:
        changes = change(form.version.data or "")
    except Outdated as outdated:
        form.meet(outdated, lambda _, value: OVERRIDES.get(str(value), str(value)))
        return 409
    except Invalid as problem:
        form.reject(problem)
        return 422
    flash(saved(changes))
    return None
