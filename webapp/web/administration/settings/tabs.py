"""The tabs of Settings: which settings each edits, how it is shown, and how it is saved."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp import current
from webapp.domain.errors import Invalid
from webapp.domain.setting_checks import time_zones
from webapp.domain.settings import (
    CODES_AND_PAUSING,
    ENDING,
    GENERAL,
    LICENSE_USAGE,
    LICENSES,
    OPERATORS,
    PPU,
    PPU_IS_ON,
    SECURITY,
    SETTINGS,
    Setting,
)
from webapp.domain.texts import phrase
from webapp.domain.versions import Outdated
from webapp.services.change_settings import change_settings
from webapp.services.read_settings import AccountSettings, read_settings
from webapp.web.access import current_actor, request_time
from webapp.web.administration.saved import saved
from webapp.web.administration.settings.forms import SettingsForm, form_of
from webapp.web.administration.settings.ppu import ppu_state

SHOWN = {**SETTINGS, **OPERATORS}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form under a heading, and the anchor by which it is linked."""

    title: str
    anchor: str
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab with a form of settings."""

    endpoint: str
    template: str
    parts: tuple[Section, ...]

    def sections(self, stored: AccountSettings) -> tuple[Section, ...]:
        """The sections with the settings that this actor may edit here."""
        return tuple(
            Section(part.title, part.anchor, tuple(s for s in part.settings if _may_edit(s, stored)))
            for part in self.parts
        )

    def fields(self, stored: AccountSettings) -> tuple[Setting, ...]:
        """The settings that this actor may edit here."""
        return tuple(setting for section in self.sections(stored) for setting in section.settings)


def _may_edit(setting: Setting, stored: AccountSettings) -> bool:
    return setting.name not in OPERATORS or stored.may_set_licenses


GENERAL_TAB = Tab(
    "settings.general",
    "administration/settings/general.html",
    (Section(phrase("General"), "general", GENERAL),),
)
USAGE_TAB = Tab(
    "settings.license_usage",
    "administration/settings/license_usage.html",
    (
        Section(phrase("Licenses and sessions"), "sessions", (LICENSES, *LICENSE_USAGE)),
        Section(phrase("Ending sessions"), "ending", ENDING),
        Section(phrase("Codes and pausing"), "codes", CODES_AND_PAUSING),
        Section(phrase("Pay per use"), "ppu", (PPU_IS_ON, *PPU)),
    ),
)
SIGN_IN_FORM = Tab(
    "settings.security",
    "administration/settings/security.html",
    (Section(phrase("Signing in"), "sign-in", SECURITY),),
)


def read() -> AccountSettings:
    """The settings as they stand."""
    return read_settings(current.db(), current_actor(), current.settings().owners_may_set_licenses)


def form_for(tab: Tab, stored: AccountSettings, *, fresh: bool) -> SettingsForm:
    """The tab's form: as stored, or as sent with this request."""
    known = {**stored.values, **stored.operators}
    fields = tab.fields(stored)
    return form_of(fields, {setting.name: known[setting.name] for setting in fields}, fresh=fresh)


def save(tab: Tab, form: SettingsForm, stored: AccountSettings) -> int | None:
    """Save what was typed and say so; or give the status with which the form is shown again, messages at its fields."""
    if not form.validate():
        return 422
    try:
        changes = change_settings(
            current.db(),
            current_actor(),
            form.typed(tab.fields(stored)),
            form.version.data or "",
            request_time(),
            owners_may_set_licenses=current.settings().owners_may_set_licenses,
        )
    except Outdated as outdated:
        form.meet(outdated, lambda name, value: SHOWN[name].shown(value))
        return 409
    except Invalid as problem:
        form.reject(problem)
        return 422
    flash(saved(changes))
    return None


def show(tab: Tab) -> ResponseReturnValue:
    """The tab as stored."""
    stored = read()
    return render_tab(tab, form_for(tab, stored, fresh=True), stored)


def submit(tab: Tab) -> ResponseReturnValue:
    """Save the tab's form, and come back to it."""
    stored = read()
    form = form_for(tab, stored, fresh=False)
    status = save(tab, form, stored)
    return redirect(url_for(tab.endpoint), 303) if status is None else (render_tab(tab, form, stored), status)


def render_tab(tab: Tab, form: SettingsForm, stored: AccountSettings, **more: Any) -> str:
    """The tab with this form."""
    return render_template(
        tab.template,
        form=form,
        settings=tab.fields(stored),
        sections=tab.sections(stored),
        stored=stored,
        ppu=ppu_state(stored, request_time()),
        time_zones=time_zones(),
        **more,
    )
