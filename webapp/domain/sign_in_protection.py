"""How guessing is slowed down: failures are counted by name, by address and by second step; each has a growing delay.

An address has the laxer bound, as a whole office may share one.
"""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from webapp.domain.units import count
from webapp.domain.user_names import DomainAndName, EmailAddress, parse_user_name

LONGEST_DELAY = timedelta(minutes=15)
FORGET_AFTER = timedelta(days=1)
"""A day without a failure, and the count begins anew."""
KEY_LENGTH = 300


FREE_FAILURES = {"user": 5, "code": 5, "address": 50}
"""How many failures are free of delay, by the first word of the count's key."""


def free_failures(key: str) -> int:
    """How many failures of this count are free of delay."""
    return FREE_FAILURES[key.partition(":")[0]]


def delay_after(failures: int, free: int) -> timedelta:
    """How long the next attempt has to wait: nothing at first, then a second, doubling up to a quarter of an hour."""
    over = failures - free
    if over < 0:
        return timedelta()
    return min(timedelta(seconds=2 ** min(over, 20)), LONGEST_DELAY)


def seconds_left(locked_until: datetime | None, now: datetime) -> int:
    """How many whole seconds an attempt still has to wait; 0: it may go on."""
    if locked_until is None or locked_until <= now:
        return 0
    return ceil((locked_until - now).total_seconds())


def name_key(username: str) -> str:
    """The count of a name as typed, whether or not there is such a user: so its delay tells nothing about that.

    A user has two counts, one for `acme\\ana` and one for the e-mail address: one count for both would tell who owns an
    address.
    """
    match parse_user_name(username):
        case DomainAndName(domain, name):
            return f"user:{domain}\\{name}"
        case EmailAddress(email):
            return f"user:{email}"[:KEY_LENGTH]
        case _:
            return f"user:{username.strip().lower()}"[:KEY_LENGTH]


def code_key(user_id: int) -> str:
    """The count of a user's codes."""
    return f"code:{user_id}"


def address_key(address: str) -> str:
    """The count of an address: of an IPv6 address, the /64 that its owner may choose from."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return f"address:{address}"[:KEY_LENGTH]
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return f"address:{parsed.ipv4_mapped}"
        return f"address:{ip_network((parsed, 64), strict=False)}"
    return f"address:{parsed}"


def in_words(seconds: int) -> str:
    """How long to wait, for a person."""
    if seconds < 60:
        return count(seconds, "second")
    return count(ceil(seconds / 60), "minute")
