"""A mail server that keeps what it is sent, and an installation that sends its mail there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.support.servers import free_port
from webapp.settings import Settings


@dataclass
class Post:
    """What has arrived, or, with `refuses`, was turned away."""

    letters: list[EmailMessage] = field(default_factory=list)
    refuses: bool = False

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a letter."""
        if self.refuses:
            return "554 not here"
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 taken"


@pytest.fixture
def post() -> Post:
    """What arrives."""
    return Post()


@pytest.fixture
def mail_port(post: Post) -> Iterator[int]:
    """Where the mail server listens."""
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller.port
    controller.stop()


@pytest.fixture
def settings(tmp_path: Path, database_url: str, mail_port: int) -> Settings:
    """Settings of an installation that sends mail."""
    return Settings(
        instance=tmp_path / "instance", database_url=database_url, secret_key="for tests alone", sweep=False,
        smtp_host="127.0.0.1", smtp_port=mail_port, smtp_starttls=False,
        smtp_from="Seatkeeper <seatkeeper@acme.example>",
    )  # fmt: skip
