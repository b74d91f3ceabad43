"""Hands letters to the installation's SMTP server. A letter that cannot be sent is logged, and whoever sent it is told."""

import logging
import smtplib
import ssl
import threading
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import localtime, make_msgid, parseaddr

from webapp import current
from webapp.mail.letters import Letter
from webapp.private import Private
from webapp.settings import Settings

TIMEOUT_SECONDS = 10
TLS_FROM_THE_START = 465
log = logging.getLogger(__name__)


def is_configured() -> bool:
    """Whether this installation sends mail."""
    return bool(current.settings().smtp_host)


def deliver(letter: Letter) -> bool:
    """Send a letter now. False when there is no server, or it did not take the letter."""
    return is_configured() and _deliver(current.settings(), letter)


def deliver_later(letter: Letter) -> None:
    """Send a letter while the request goes on: how long that takes tells nobody anything."""
    if is_configured():
        threading.Thread(target=_deliver, args=(current.settings(), letter), daemon=True).start()


def try_server(settings: Settings) -> None:
    """See that the server answers and lets us in. Raises OSError, SMTPException, ValueError when not."""
    with _server(settings) as server:
        server.noop()


def _deliver(settings: Settings, letter: Letter) -> bool:
    try:
        with _server(settings) as server:
            server.send_message(_message(settings, letter))
    except (OSError, smtplib.SMTPException, ValueError) as error:
        log.warning("No mail to %s: %s %s", Private(letter.to_address), type(error).__name__, Private(error))
        return False
    return True


def _server(settings: Settings) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if settings.smtp_port == TLS_FROM_THE_START:
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS)
    try:
        if settings.smtp_starttls and settings.smtp_port != TLS_FROM_THE_START:
            server.starttls(context=context)
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
    except BaseException:
        server.close()
        raise
    return server


def _message(settings: Settings, letter: Letter) -> EmailMessage:
    message = EmailMessage()
    message["From"] = settings.smtp_from
    message["To"] = Address(letter.to_name, addr_spec=letter.to_address)
    message["Subject"] = letter.subject
    message["Date"] = localtime()
    message["Message-ID"] = make_msgid(domain=parseaddr(settings.smtp_from)[1].rpartition("@")[2] or None)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    return message
