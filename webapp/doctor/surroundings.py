"""The doctor looks at how people and mail reach the server."""

import ipaddress
import smtplib
from collections.abc import Iterator
from contextlib import suppress

from webapp.doctor.findings import Finding, note, ok, wrong
from webapp.mail.post import try_server
from webapp.settings import Settings

ADDRESS = 'public_url = "https://seatkeeper.example.org"'


def examine_surroundings(settings: Settings) -> Iterator[Finding]:
    """The address, and mail."""
    yield _address(settings)
    yield _mail(settings)


def _address(settings: Settings) -> Finding:
    if settings.public_url is None:
        if settings.behind_proxy:
            told = "A proxy is in front, and nobody said how people reach it: links in mail lead nowhere."
            return wrong("address", told, f"In config.toml: {ADDRESS}")
        if not _is_loopback(settings.host):
            told = f"Everybody who reaches {settings.host} is served without encryption."
            return wrong("address", told, f"Put a proxy with TLS in front, and in config.toml: {ADDRESS}")
        return note("address", f"{settings.address}: from this machine alone.")
    if not settings.is_https and not _is_loopback(settings.public_url.host or ""):
        return wrong(
            "address", f"{settings.address} is not encrypted: passwords can be read on the way.", "Use https."
        )
    return ok("address", f"{settings.address}")


def _mail(settings: Settings) -> Finding:
    if not settings.smtp_host:
        return note(
            "mail", "It is not set up: one-time links are shown instead, and nobody is warned of guessing."
        )
    where = f"{settings.smtp_host}:{settings.smtp_port}"
    try:
        try_server(settings)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        told = f"{where} does not take mail from here: {type(error).__name__}."
        return wrong("mail", told, "Check smtp_host, smtp_port, smtp_user, smtp_password and smtp_starttls.")
    return ok("mail", f"{where} answers, and lets us in.")


def _is_loopback(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    return host == "localhost"
