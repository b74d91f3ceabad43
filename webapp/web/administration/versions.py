"""Forms that edit something stored carry its version, so that two people who edit the same thing lose nothing.

A service checks the version in its transaction (`webapp.domain.versions.check_version`) and raises `Outdated`; the route
then calls `form.meet(outdated)` and renders the same form with 409: what the other one saved stands beside what was typed,
and saving again saves over it knowingly.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms import HiddenField

from webapp.domain.errors import Invalid
from webapp.domain.versions import Outdated, version_of, was_seen

Shown = Callable[[str, Any], str]


class VersionedForm(FlaskForm):
    """A form with the version of what it edits. `theirs`: by field, what somebody else has saved meanwhile."""

    version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.theirs: dict[str, str] = {}

    def rendered_from(self, values: Mapping[str, Any]) -> None:
        """Note the version of the values that the form shows."""
        self.version.data = version_of(values)

    def meet(self, outdated: Outdated, shown: Shown = lambda _, value: str(value)) -> None:
        """Put what is stored now beside what was typed. `shown` words a value of a field for a person.

        A field that the other one changed and this one did not touch takes the other's value.
        """
        for name, value in outdated.stored.items():
            field = self._fields.get(name)
            if field is None or was_seen(outdated.seen, name, value):
                continue
            self.theirs[name] = shown(name, value)
            if was_seen(outdated.seen, name, field.data):
                field.data = value
        self.rendered_from(outdated.stored)

    def reject(self, problem: Invalid) -> None:
        """Put a service's refusal next to the field that it names, or above the form."""
        field = self._fields.get(problem.field)
        if field is None:
            self.form_errors.append(problem.message)
        else:
            field.errors = [*field.errors, problem.message]


Form = TypeVar("Form", bound=VersionedForm)


def fresh_or_sent(
    form_class: type[Form], shown: Mapping[str, Any], stored: Mapping[str, Any], *, fresh: bool
) -> Form:
    """A form as stored with its version, or as sent with this request; a field that was not sent stays as stored."""
    if not fresh:
        return form_class(data=shown)
    form = form_class(formdata=None, data=shown)
    form.rendered_from(stored)
    return form
