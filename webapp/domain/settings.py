"""The settings of an account, in one registry: it drives the forms, the overview, and what the audit trail says.

What each right is set to is not among them: see `webapp.domain.access`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from webapp.domain.codes import DEFAULT_CODE_MINUTES
from webapp.domain.leases import DEFAULT_LEASE_SECONDS
from webapp.domain.pausing import DEFAULT_PAUSED_HOURS
from webapp.domain.ppu import DEFAULT_LOW_MINUTES, PpuConsent
from webapp.domain.setting_checks import (
    LANGUAGES,
    licenses,
    lines,
    maybe_number,
    one_line,
    one_of,
    time_zone,
    whole_number,
)
from webapp.domain.sign_in import BROWSER_HOURS_MAX, DEFAULT_BROWSER_HOURS, TwoStep
from webapp.domain.termination import DEFAULT_NOTICE_SECONDS, READY_REASONS_MAX
from webapp.domain.texts import phrase

Value = str | int | None
SECONDS_MAX = 86_400
LEASE_SECONDS_MIN = 10
CODE_MINUTES_MAX = 24 * 60
PAUSED_HOURS_MAX = 30 * 24
MINUTES_MAX = 1_000_000
HISTORY_DAYS_MIN, HISTORY_DAYS_MAX = 30, 36_500
ON_OFF = {"on": "On", "off": "Off"}
CONSENT = {PpuConsent.TELL: "Tell the person", PpuConsent.ASK: "Ask the person first"}
TWO_STEP = {
    TwoStep.OPTIONAL: "Optional",
    TwoStep.ADMINS: "Required for domain admins",
    TwoStep.EVERYBODY: "Required for everybody",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `name` is its column and its field, `check` makes a value of what was typed or raises Invalid.

    `default` None and `has_default` False: there is nothing to go back to, as for the account's name. `rows`: of its text area,
    where its value is several lines.
    """

    name: str
    label: str
    check: Callable[[str], Value]
    default: Value = None
    has_default: bool = True
    unit: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    rows: int = 0

    def shown(self, value: Value) -> str:
        """A value as a person reads it."""
        if value is None or value == "":
            return "none"
        if self.choices:
            return dict(self.choices).get(str(value), str(value))
        if self.unit:
            return f"{value:,} {self.unit if value != 1 else self.unit.removesuffix('s')}"
        return f"{value:,}" if isinstance(value, int) else value.replace("\n", "; ")

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
    Setting(
        "history_days", "Days that history is kept", maybe_number("history_days", HISTORY_DAYS_MIN, HISTORY_DAYS_MAX),
        unit="days",
        hint="What sessions and refusals are remembered for reports. What is older is removed within hours, for good; "
        "usage over time stays, as it names nobody. Empty: for ever.",
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
ENDING = (
    Setting(
        "ready_reasons", phrase("Ready-made reasons"),
        lines("ready_reasons", phrase("each reason"), READY_REASONS_MAX), rows=4,
        hint=phrase("One a line, at most %(number)s. Whoever ends sessions chooses one of them, or types another.",
        number=READY_REASONS_MAX),
    ),
)  # fmt: skip
CODES_AND_PAUSING = (
    Setting(
        "code_minutes", "Minutes that a session code works", whole_number("code_minutes", 1, CODE_MINUTES_MAX),
        DEFAULT_CODE_MINUTES, unit="minutes",
        hint="A code holds a license from the moment it is issued. When nobody joins, it is free after this time.",
    ),
    Setting(
        "paused_hours", "Hours that a session stays paused", whole_number("paused_hours", 1, PAUSED_HOURS_MAX),
        DEFAULT_PAUSED_HOURS, unit="hours",
        hint="A paused session holds no license. When nobody resumes it, it ends after this time.",
    ),
)  # fmt: skip
PPU = (
    Setting(
        "ppu_consent", "When a session would use minutes", one_of("ppu_consent", CONSENT), PpuConsent.TELL,
        choices=tuple((str(consent), label) for consent, label in CONSENT.items()),
        hint="No license is free then. Users may have their own setting: Users, a user, Pay per use.",
    ),
    Setting(
        "ppu_day_cap", "Minutes a day", maybe_number("ppu_day_cap", 0, MINUTES_MAX), unit="minutes",
        hint="At most this many are used in a day of the account’s time zone, by all together. Empty: no cap.",
    ),
    Setting(
        "ppu_user_day_cap", "Minutes a day for each user", maybe_number("ppu_user_day_cap", 0, MINUTES_MAX),
        unit="minutes", hint="The same for one person, unless they have a cap of their own. Empty: no cap.",
    ),
    Setting(
        "ppu_low_minutes", "Warn when fewer are left", whole_number("ppu_low_minutes", 0, MINUTES_MAX),
        DEFAULT_LOW_MINUTES, unit="minutes",
        hint="License Usage then shows a warning. 0: no warning.",
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
PPU_IS_ON = Setting(
    "ppu_is_on", "Pay per use", one_of("ppu_is_on", ON_OFF), has_default=False, choices=tuple(ON_OFF.items()),
    hint="Sessions use minutes when no license is free. Turned off, those that do get notice after their paid minute.",
)  # fmt: skip
"""Whether minutes may be used: the operator's as well, or left to owners with the number of licenses."""
INHERIT = "inherit"
OF_USER = (
    Setting(
        "ppu_consent", "When a session would use minutes", one_of("ppu_consent", {INHERIT, *CONSENT}), INHERIT,
        choices=((INHERIT, "As the account says"), *((str(consent), label) for consent, label in CONSENT.items())),
    ),
    Setting(
        "ppu_day_cap", "Minutes a day", maybe_number("ppu_day_cap", 0, MINUTES_MAX), unit="minutes",
        hint="At most this many in a day of the account’s time zone; 0: none at all. Empty: as the account says.",
    ),
)  # fmt: skip
"""What a user may have of their own."""
SETTINGS = {
    setting.name: setting
    for setting in (*GENERAL, *LICENSE_USAGE, *ENDING, *CODES_AND_PAUSING, *PPU, *SECURITY)
}
OPERATORS = {setting.name: setting for setting in (LICENSES, PPU_IS_ON)}
PAYING = frozenset(setting.name for setting in PPU)
"""Settings that decide whether the next minute can be paid."""
SIGNING_IN = frozenset(setting.name for setting in SECURITY)
"""Settings that decide who stays signed in: a change of them is one of who may do what."""
