"""One `seat support` from the open session on: the code, who joins, and waiting until it is over."""

import signal
from contextlib import suppress

import click

from webapp.client.answers import Session
from webapp.client.errors import SeatkeeperError
from webapp.client.exit_status import ENDED
from webapp.client.happenings import (
    AdmittedAgain,
    Ending,
    Happening,
    Joined,
    Kept,
    LeaseLost,
    NewCode,
    Over,
    Paused,
)
from webapp.client.running.inbox import Inbox
from webapp.client.running.notices import Notices, seconds_text, span_text
from webapp.client.seatkeeper_client import SeatkeeperClient
from webapp.client.session_watch import SessionWatch
from webapp.client.steady import steady_now
from webapp.client.wish import Wish

ENDING = (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP)
LONGEST_WAIT = 5.0
GROUP = 4  # digits
ENDINGS = {
    "remote_left": "The other side has left.",
    "code_expired": "The code has expired, and nobody has joined.",
    "pause_expired": "The paused session has expired.",
    "ppu_used_up": "The pay-per-use minutes are used up.",
    "closed_by_client": "The session was ended from this device.",
}


class HostSession:
    """Keeps a support session until it is over, and leaves none behind."""

    def __init__(self, client: SeatkeeperClient, wish: Wish, inbox: Inbox, notices: Notices) -> None:
        self._client, self._wish, self._inbox, self._notices = client, wish, inbox, notices
        self._status: int | None = None

    def host(self, session: Session) -> int:
        """The exit status."""
        self._show_code(session)
        watch = SessionWatch(self._client, self._wish, session, self._inbox.put)
        try:
            with watch:
                while self._status is None:
                    item = self._inbox.wait(LONGEST_WAIT)
                    if isinstance(item, signal.Signals):
                        self._status = 0 if item in ENDING else None
                    elif item is not None:
                        self._tell(item)
                return self._status
        finally:
            with suppress(SeatkeeperError):
                self._client.close_session(watch.session.id)

    def _show_code(self, session: Session) -> None:
        code = session.code or ""
        shown = " ".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))
        click.echo(f"Code: {shown}\nLink: {self._client.url}/join/{code}")
        left = self._left(session)
        self._notices.say(f"The code is valid for {left}. Waiting for somebody to join; Ctrl-C ends it.")

    def _left(self, session: Session) -> str:
        moment = None if session.expires_at is None else self._client.clock.moment(session.expires_at)
        return "a while" if moment is None else span_text(moment - steady_now())

    def _tell(self, news: Happening) -> None:
        match news:
            case NewCode(session):
                self._show_code(session)
            case AdmittedAgain(session):
                self._notices.announce("The license had been lost; there is a new session with a new code.")
                self._show_code(session)
            case Over(reason, message):
                self._notices.announce(ENDINGS.get(reason) or message or "The session is over.")
                self._status = 0 if reason == "remote_left" else ENDED
            case _:
                self._notices.announce(_words(news))


def _words(news: Happening) -> str:
    match news:
        case Joined(remote):
            return f"{remote} has joined."
        case Ending(deadline, message):
            left = seconds_text(deadline - steady_now())
            return f"{message or 'The session is being ended.'} ({left} left)"
        case Kept():
            return "The session is kept: the termination was taken back."
        case Paused(until, _):
            last = until.astimezone().strftime("%Y-%m-%d %H:%M")
            return f"The session is paused until {last} at most. To go on: seat resume."
        case LeaseLost(why, usage_url):
            return " ".join(line for line in ("The license was lost.", why, usage_url or "") if line)
        case _:
            return "The session goes on."
