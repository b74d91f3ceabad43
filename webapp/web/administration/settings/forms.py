"""Forms of settings, made from the registry in `webapp.domain.settings`: its check words what is wrong, next to the field."""

from collections.abc import Callable, Iterable
from typing import Any

from wtforms import Field, SelectChoice, SelectField, StringField, TextAreaField  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import ValidationError

from webapp import words
from webapp.domain.errors import Invalid
from webapp.domain.settings import Setting
from webapp.web.administration.versions import VersionedForm, fresh_or_sent


class SettingsForm(VersionedForm):
    """Settings as typed. The service checks them again, and stores them."""

    def typed(self, settings: Iterable[Setting]) -> dict[str, str]:
        """What was typed, by the setting's name."""
        return {setting.name: str(self[setting.name].data or "") for setting in settings}


def form_of(settings: Iterable[Setting], values: dict[str, Any], *, fresh: bool) -> SettingsForm:
    """The form of these settings: as stored, or, unless it is to be `fresh`, as sent with this request."""
    fields = {setting.name: _field(setting) for setting in settings}
    shown = {name: "" if value is None else str(value) for name, value in values.items()}
    form_class: type[SettingsForm] = type("FormOfSettings", (SettingsForm,), fields)
    return fresh_or_sent(form_class, shown, values, fresh=fresh)


def _field(setting: Setting) -> Field:
    if setting.choices:
        choices = [SelectChoice(value=word, label=words.translate(label)) for word, label in setting.choices]
        return SelectField(setting.label, choices=choices, validators=[_checked_by(setting)])
    if setting.rows:
        return TextAreaField(setting.label, [_checked_by(setting)], render_kw={"rows": setting.rows})
    return StringField(setting.label, [_checked_by(setting)])


def _checked_by(setting: Setting) -> Callable[[SettingsForm, Field], None]:
    def check(_: SettingsForm, field: Field) -> None:
        try:
            setting.check(field.data or "")
        except Invalid as problem:
            raise ValidationError(problem.message) from None

    return check
