"""The settings of an account, in one registry: it drives the forms, the overview, and what the audit trail says.

What each right is set to is not among them: see `webapp.domain.access`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from webapp.domain.leases import DEFAULT_LEASE_SECONDS
from webapp.domain.setting_checks import LANGUAGES, licenses, one_line, one_of, time_zone, whole_number
from webapp.domain.sign_in import BROWSER_HOURS_MAX, DEFAULT_BROWSER_HOURS, TwoStep
from webapp.domain.termination import DEFAULT_NOTICE_SECONDS

Value = str | int | None
SECONDS_MAX = 86_400
LEASE_SECONDS_MIN = 10
TWO_STEP = {
    TwoStep.OPTIONAL: "Optional",
    TwoStep.ADMINS: "Required for domain admins",
    TwoStep.EVERYBODY: "Required for everybody",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `name` is its column and its field, `check` makes a value of what was typed or raises Invalid.

    `default` None and `has_default` False: there is nothing to go back to, as for the account's name.
    """

    name: str
    label: str
    check: Callable[[str], Value]
    default: Value = None
    has_default: bool = True
    unit: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()

    def shown(self, value: Value) -> str:
        """A value as a person reads it."""
        if value is None or value == "":
            return "none"
        if self.choices:
            return dict(self.choices).get(str(value), str(value))
        if self.unit:
            return f"{value:,} {self.unit if value != 1 else self.unit.removesuffix('s')}"
        return f"{value:,}" if isinstance(value, int) else value

    def brief(self, value: Value) -> str:
        """The same beside its label, which names the unit."""
        return f"{value:,}" if isinstance(value, int) else self.shown(value)


GENERAL = (
    Setting(
        "name", "Account name", one_line("name", "a name for the account"), has_default=False,
        hint="As people know it. It stands in the menu of everybody’s console.",
    ),
    Setting(
        "time_zone", "Time zone", time_zone, "UTC",
        hint="Type to search, for example Ljubljana. Reports use it; the console shows each browser’s own time.",
    ),
    Setting(
        "language", "Dates and numbers", one_of("language", LANGUAGES), "en", choices=tuple(LANGUAGES.items()),
        hint="How reports write dates and numbers. The console itself is in English.",
    ),
)  # fmt: skip
LICENSE_USAGE = (
    Setting(
        "notice_seconds", "Seconds of notice", whole_number("notice_seconds", 1, SECONDS_MAX),
        DEFAULT_NOTICE_SECONDS, unit="seconds",
        hint="How long the other side has to save its work when somebody ends its session.",
    ),
    Setting(
        "default_reason", "Default reason", one_line("default_reason", "the reason", may_be_empty=True),
        hint="What the other side reads when somebody ends its session without giving a reason. May stay empty.",
    ),
    Setting(
        "lease_seconds", "Seconds of a lease", whole_number("lease_seconds", LEASE_SECONDS_MIN, SECONDS_MAX),
        DEFAULT_LEASE_SECONDS, unit="seconds",
        hint="When a device disappears, its license is free after this time. Devices renew each third of it.",
    ),
)  # fmt: skip
SECURITY = (
    Setting(
        "two_step", "Two-step verification", one_of("two_step", TWO_STEP), TwoStep.OPTIONAL,
        choices=tuple((str(rule), label) for rule, label in TWO_STEP.items()),
        hint="Whoever has to use it and has not set it up yet does so at the next sign-in.",
    ),
    Setting(
        "browser_hours", "Hours that a browser stays signed in", whole_number("browser_hours", 1, BROWSER_HOURS_MAX),
        DEFAULT_BROWSER_HOURS, unit="hours",
        hint=f"Hours since it signed in. {DEFAULT_BROWSER_HOURS} hours are 14 days.",
    ),
)  # fmt: skip
LICENSES = Setting(
    "licenses", "Licenses", licenses, has_default=False,
    hint="How many people may be connected at once. When it is lowered, nobody is thrown out.",
)  # fmt: skip
"""The number of licenses: the operator's, unless the installation leaves it to owners. Kept otherwise than the others."""
SETTINGS = {setting.name: setting for setting in (*GENERAL, *LICENSE_USAGE, *SECURITY)}
SIGNING_IN = frozenset(setting.name for setting in SECURITY)
"""Settings that decide who stays signed in: a change of them is one of who may do what."""
