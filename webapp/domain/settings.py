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
from webapp.domain.texts import listed, phrase
from webapp.domain.units import count

Value = str | int | None
SECONDS_MAX = 86_400
LEASE_SECONDS_MIN = 10
CODE_MINUTES_MAX = 24 * 60
PAUSED_HOURS_MAX = 30 * 24
MINUTES_MAX = 1_000_000
HISTORY_DAYS_MIN, HISTORY_DAYS_MAX = 30, 36_500
ON_OFF = {"on": phrase("On"), "off": phrase("Off")}
CONSENT = {PpuConsent.TELL: phrase("Tell the person"), PpuConsent.ASK: phrase("Ask the person first")}
TWO_STEP = {
    TwoStep.OPTIONAL: phrase("Optional"),
    TwoStep.ADMINS: phrase("Required for domain admins"),
    TwoStep.EVERYBODY: phrase("Required for everybody"),
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
            return phrase("none")
        if self.choices:
            return dict(self.choices).get(str(value), str(value))
        if self.unit:
            return count(int(value), self.unit.removesuffix("s"))
        return listed([value]) if isinstance(value, int) else value.replace("\n", "; ")

    def brief(self, value: Value) -> str:
        """The same beside its label, which names the unit."""
        return listed([value]) if isinstance(value, int) else self.shown(value)


GENERAL = (
    Setting(
        "name", phrase("Account name"), one_line("name", phrase("a name for the account")), has_default=False,
        hint=phrase("As people know it. It stands in the menu of everybody’s console."),
    ),
    Setting(
        "time_zone", phrase("Time zone"), time_zone, "UTC",
        hint=phrase("Type to search, for example Ljubljana. Reports use it; the console shows each browser’s own time."),
    ),
    Setting(
        "language", phrase("Language"), one_of("language", LANGUAGES), "en", choices=tuple(LANGUAGES.items()),
        hint=phrase(
            "Of the console, and of dates and numbers in it, for who has not chosen one and whose browser asks for none of "
            "these; and of letters to them."
        ),
    ),
    Setting(
        "history_days", phrase("Days that history is kept"), maybe_number("history_days", HISTORY_DAYS_MIN, HISTORY_DAYS_MAX),
        unit=phrase("days"),
        hint=phrase(
            "What sessions and refusals are remembered for reports. What is older is removed within hours, for good; "
            "usage over time stays, as it names nobody. Empty: for ever."
        ),
    ),
)  # fmt: skip
LICENSE_USAGE = (
    Setting(
        "notice_seconds", phrase("Seconds of notice"), whole_number("notice_seconds", 1, SECONDS_MAX),
        DEFAULT_NOTICE_SECONDS, unit=phrase("seconds"),
        hint=phrase("How long the other side has to save its work when somebody ends its session."),
    ),
    Setting(
        "default_reason", phrase("Default reason"), one_line("default_reason", phrase("the reason"), may_be_empty=True),
        hint=phrase("What the other side reads when somebody ends its session without giving a reason. May stay empty."),
    ),
    Setting(
        "lease_seconds", phrase("Seconds of a lease"), whole_number("lease_seconds", LEASE_SECONDS_MIN, SECONDS_MAX),
        DEFAULT_LEASE_SECONDS, unit=phrase("seconds"),
        hint=phrase("When a device disappears, its license is free after this time. Devices renew each third of it."),
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
        "code_minutes", phrase("Minutes that a session code works"), whole_number("code_minutes", 1, CODE_MINUTES_MAX),
        DEFAULT_CODE_MINUTES, unit=phrase("minutes"),
        hint=phrase("A code holds a license from the moment it is issued. When nobody joins, it is free after this time."),
    ),
    Setting(
        "paused_hours", phrase("Hours that a session stays paused"), whole_number("paused_hours", 1, PAUSED_HOURS_MAX),
        DEFAULT_PAUSED_HOURS, unit=phrase("hours"),
        hint=phrase("A paused session holds no license. When nobody resumes it, it ends after this time."),
    ),
)  # fmt: skip
PPU = (
    Setting(
        "ppu_consent", phrase("When a session would use minutes"), one_of("ppu_consent", CONSENT), PpuConsent.TELL,
        choices=tuple((str(consent), label) for consent, label in CONSENT.items()),
        hint=phrase("No license is free then. Users may have their own setting: Users, a user, Pay per use."),
    ),
    Setting(
        "ppu_day_cap", phrase("Minutes a day"), maybe_number("ppu_day_cap", 0, MINUTES_MAX), unit=phrase("minutes"),
        hint=phrase("At most this many are used in a day of the account’s time zone, by all together. Empty: no cap."),
    ),
    Setting(
        "ppu_user_day_cap", phrase("Minutes a day for each user"), maybe_number("ppu_user_day_cap", 0, MINUTES_MAX),
        unit=phrase("minutes"), hint=phrase("The same for one person, unless they have a cap of their own. Empty: no cap."),
    ),
    Setting(
        "ppu_low_minutes", phrase("Warn when fewer are left"), whole_number("ppu_low_minutes", 0, MINUTES_MAX),
        DEFAULT_LOW_MINUTES, unit=phrase("minutes"),
        hint=phrase("License Usage then shows a warning. 0: no warning."),
    ),
)  # fmt: skip
SECURITY = (
    Setting(
        "two_step", phrase("Two-step verification"), one_of("two_step", TWO_STEP), TwoStep.OPTIONAL,
        choices=tuple((str(rule), label) for rule, label in TWO_STEP.items()),
        hint=phrase("Whoever has to use it and has not set it up yet does so at the next sign-in."),
    ),
    Setting(
        "browser_hours", phrase("Hours that a browser stays signed in"), whole_number("browser_hours", 1, BROWSER_HOURS_MAX),
        DEFAULT_BROWSER_HOURS, unit=phrase("hours"),
        hint=phrase("Hours since it signed in. %(number)s hours are 14 days.", number=DEFAULT_BROWSER_HOURS),
    ),
)  # fmt: skip
LICENSES = Setting(
    "licenses", phrase("Licenses"), licenses, has_default=False,
    hint=phrase("How many people may be connected at once. When it is lowered, nobody is thrown out."),
)  # fmt: skip
"""The number of licenses: the operator's, unless the installation leaves it to owners. Kept otherwise than the others."""
PPU_IS_ON = Setting(
    "ppu_is_on", phrase("Pay per use"), one_of("ppu_is_on", ON_OFF), has_default=False, choices=tuple(ON_OFF.items()),
    hint=phrase("Sessions use minutes when no license is free. Turned off, those that do get notice after their paid minute."),
)  # fmt: skip
"""Whether minutes may be used: the operator's as well, or left to owners with the number of licenses."""
INHERIT = "inherit"
OF_USER = (
    Setting(
        "ppu_consent", phrase("When a session would use minutes"), one_of("ppu_consent", {INHERIT, *CONSENT}), INHERIT,
        choices=((INHERIT, phrase("As the account says")), *((str(consent), label) for consent, label in CONSENT.items())),
    ),
    Setting(
        "ppu_day_cap", phrase("Minutes a day"), maybe_number("ppu_day_cap", 0, MINUTES_MAX), unit=phrase("minutes"),
        hint=phrase("At most this many in a day of the account’s time zone; 0: none at all. Empty: as the account says."),
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
