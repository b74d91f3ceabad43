"""View model of how somebody signs in: for themselves, and for a domain admin who looks at a user."""

from dataclasses import dataclass
from datetime import datetime

from webapp.domain.sign_in_protection import in_words
from webapp.domain.units import count
from webapp.services.view_sign_in_security import SignInSecurity
from webapp.web.license_usage.texts import Moment, moment

FEW_CODES = 3


@dataclass(frozen=True, slots=True)
class BrowserLine:
    """A browser that is signed in."""

    id: str
    name: str
    address: str
    since: Moment
    last_seen: Moment
    is_this: bool


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A device that is signed in."""

    id: int
    name: str
    since: Moment
    last_seen: Moment


@dataclass(frozen=True, slots=True)
class SignInView:
    """What the pages show. `delay`: how long the next attempt to sign in is held up; empty: not at all."""

    user_name: str
    display_name: str
    is_owner: bool
    two_step_since: Moment | None
    two_step_required: bool
    recovery_codes: str
    few_codes: bool
    failures: str
    delay: str
    browsers: tuple[BrowserLine, ...]
    devices: tuple[DeviceLine, ...]
    stays: str

    @property
    def has_others(self) -> bool:
        """Whether there is anything but this browser."""
        return len(self.devices) + sum(not browser.is_this for browser in self.browsers) > 0


def sign_in_view(found: SignInSecurity, now: datetime) -> SignInView:
    """Lay out what was read."""
    since = found.two_step_since
    return SignInView(
        user_name=found.user.name,
        display_name=found.user.display_name,
        is_owner=found.user.is_owner,
        two_step_since=moment(since, now) if since else None,
        two_step_required=found.required,
        recovery_codes=count(found.recovery_codes, "recovery code"),
        few_codes=found.recovery_codes <= FEW_CODES,
        failures=count(found.failures, "failed attempt") if found.failures else "",
        delay=in_words(found.seconds) if found.seconds else "",
        browsers=tuple(
            BrowserLine(
                line.id,
                line.browser,
                line.address,
                moment(line.since, now),
                moment(line.last_seen, now),
                line.is_this,
            )
            for line in found.sign_ins.browsers
        ),
        devices=tuple(
            DeviceLine(line.id, line.name, moment(line.since, now), moment(line.last_seen, now))
            for line in found.sign_ins.devices
        ),
        stays=_stays(found.browser_hours),
    )


def _stays(hours: int) -> str:
    days, rest = divmod(hours, 24)
    return count(days, "day") if days and not rest else count(hours, "hour")
