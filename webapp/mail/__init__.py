"""Mail to people, where the installation has an SMTP server: one-time links, and warnings to the account owner."""

from webapp.mail.letters import Letter, password_link, sign_in_delayed
from webapp.mail.post import deliver, deliver_later, is_configured

__all__ = ["Letter", "deliver", "deliver_later", "is_configured", "password_link", "sign_in_delayed"]
