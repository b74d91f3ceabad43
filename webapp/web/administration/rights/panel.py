"""View model of the Session Management panel: the same lines in both places, with what each may be set to.

What is in force is said as it is stored; what may be chosen follows what the form shows.
"""

from dataclasses import dataclass, replace

from flask import url_for

from webapp.domain.access import VIEW_FOR_CONTROL, AccountRight, InForce, Right
from webapp.domain.right_settings import ENFORCED, LABELS, in_words, needs_view, on_off
from webapp.domain.texts import listed, phrase
from webapp.services.read_rights import UserRights
from webapp.web.administration.rights.forms import AccountRightsForm, UserRightsForm, override_field
from webapp.web.administration.versions import VersionedForm

GROUPS = (
    (phrase("License Usage"), (Right.VIEW_OWN, Right.CONTROL_OWN, Right.VIEW_DOMAIN, Right.CONTROL_DOMAIN)),
    (phrase("Reports"), (Right.VIEW_OWN_REPORTS, Right.VIEW_DOMAIN_REPORTS)),
)
HINTS = {
    Right.VIEW_OWN: phrase("See one’s own sessions on License Usage"),
    Right.CONTROL_OWN: phrase("End one’s own sessions, and keep them open after all"),
    Right.VIEW_DOMAIN: phrase("See everybody’s sessions and who holds which license"),
    Right.CONTROL_DOMAIN: phrase("End everybody’s sessions, and keep them open after all"),
    Right.VIEW_OWN_REPORTS: phrase("See reports of one’s own sessions"),
    Right.VIEW_DOMAIN_REPORTS: phrase("See reports of everybody’s sessions"),
}
OVERRIDES = {"own": phrase("Users may have their own"), "enforced": phrase("Enforced for everybody")}


@dataclass(frozen=True, slots=True)
class Option:
    """One of the words that a right may be set to."""

    value: str
    label: str
    is_chosen: bool
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One right. `needs` names the view that a control needs; `locked_because` says why it cannot be on.

    `as_account`: what inheriting comes to. `in_force`: what is in force now and why, under a user.
    """

    name: str
    label: str
    hint: str
    options: tuple[Option, ...]
    overrides: tuple[Option, ...] = ()
    needs: str = ""
    needs_note: str = ""
    lacks_view: bool = False
    enforced_note: str = ""
    as_account: str = ""
    in_force: InForce | None = None
    in_words: str = ""
    problem: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Session Management in one of its two places."""

    form: VersionedForm
    action: str
    intro: str
    groups: tuple[tuple[str, tuple[Line, ...]], ...]


def panel_for_everybody(form: AccountRightsForm) -> Panel:
    """The panel of Settings > Security."""
    lines = {right: _line_for_everybody(form, right) for right in Right}
    intro = phrase(
        "Who may see sessions and end them, unless a user has a setting of their own. Domain admins always can."
    )
    return _panel(form, url_for("settings.save_rights_of_everybody"), intro, lines)


def panel_for_user(form: UserRightsForm, rights: UserRights) -> Panel:
    """The panel of Users > a user > Security."""
    lines = {right: _line_for_user(form, right, rights) for right in Right}
    return _panel(form, url_for("rights.save", name=rights.user.name), _intro(rights), lines)


def _panel(form: VersionedForm, action: str, intro: str, lines: dict[Right, Line]) -> Panel:
    return Panel(
        form, action, intro, tuple((title, tuple(lines[r] for r in group)) for title, group in GROUPS)
    )


def _intro(rights: UserRights) -> str:
    name = rights.user.display_name
    if rights.user.is_domain_admin and not rights.user.is_read_only:
        return phrase(
            "%(name)s is a domain admin, and domain admins always can. What is set here counts when that ends.",
            name=name,
        )
    return phrase(
        "What %(name)s may see and end. Inherit: as Settings > Security says for everybody.", name=name
    )


def _line_for_everybody(form: AccountRightsForm, right: Right) -> Line:
    chosen, override = form[right].data, form[override_field(right)].data
    line = replace(
        _line(form, right, view_is_on=_view_of_everybody(form, right)),
        overrides=tuple(Option(value, label, value == override) for value, label in OVERRIDES.items()),
    )
    return _with_options(line, {"on": phrase("On"), "off": phrase("Off")}, chosen)


def _line_for_user(form: UserRightsForm, right: Right, rights: UserRights) -> Line:
    account, in_force = rights.account[right], rights.in_force[right]
    line = replace(
        _line(form, right, view_is_on=_view_of_user(form, right, rights)),
        enforced_note="" if account.override_allowed else ENFORCED,
        as_account=on_off(account.allowed),
        in_force=in_force,
        in_words=in_words(in_force),
    )
    return _with_options(
        line,
        {
            "inherit": phrase("Inherit (%(on_off)s)", on_off=on_off(account.allowed)),
            "on": phrase("On"),
            "off": phrase("Off"),
        },
        form[right].data,
    )


def _line(form: VersionedForm, right: Right, *, view_is_on: bool) -> Line:
    view = VIEW_FOR_CONTROL.get(right)
    theirs = [form.theirs[name] for name in (right, override_field(right)) if name in form.theirs]
    return Line(
        name=right,
        label=LABELS[right],
        hint=HINTS[right],
        options=(),
        needs=view or "",
        needs_note=needs_view(right) if view else "",
        lacks_view=not view_is_on,
        problem=_problem(form, right),
        theirs=listed(theirs),
    )


def _problem(form: VersionedForm, right: Right) -> str:
    fields = [form[name] for name in (right, override_field(right)) if name in form]
    return next((error for field in fields for error in field.errors), "")


def _with_options(line: Line, labels: dict[str, str], chosen: str) -> Line:
    enforced = bool(line.enforced_note)
    options = tuple(
        Option(
            value,
            label,
            is_chosen=value == chosen,
            is_locked=enforced or (value == "on" and line.lacks_view and value != chosen),
        )
        for value, label in labels.items()
    )
    return replace(line, options=options)


def _view_of_everybody(form: AccountRightsForm, right: Right) -> bool:
    view = VIEW_FOR_CONTROL.get(right)
    return view is None or form[view].data == "on"


def _view_of_user(form: UserRightsForm, right: Right, rights: UserRights) -> bool:
    view = VIEW_FOR_CONTROL.get(right)
    if view is None:
        return True
    account: AccountRight = rights.account[view]
    if form[view].data == "inherit" or not account.override_allowed:
        return account.allowed
    return bool(form[view].data == "on")
