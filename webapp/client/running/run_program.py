"""One `seat run` from the open session on: the program, the watch over its session, and closing it."""

from collections.abc import Sequence
from contextlib import suppress

from webapp.client.answers import Session
from webapp.client.errors import SeatkeeperError
from webapp.client.exit_status import CANNOT_EXECUTE
from webapp.client.running.conductor import Conductor
from webapp.client.running.inbox import Inbox
from webapp.client.running.notices import Notices
from webapp.client.running.program import Program
from webapp.client.seatkeeper_client import SeatkeeperClient
from webapp.client.session_watch import SessionWatch
from webapp.client.wish import Wish


class RunProgram:
    """Runs a program under a session that is open, and leaves none behind."""

    def __init__(self, client: SeatkeeperClient, wish: Wish, inbox: Inbox, notices: Notices) -> None:
        self._client, self._wish, self._inbox, self._notices = client, wish, inbox, notices

    def run(self, command: Sequence[str], session: Session) -> int:
        """The exit status."""
        try:
            program = Program.start(command)  # before the watch: its threads must not be there yet
        except OSError as error:
            self._notices.say(f"{command[0]} cannot be started: {error.strerror or error}")
            self._close(session)
            return CANNOT_EXECUTE
        watch = SessionWatch(self._client, self._wish, session, self._inbox.put)
        try:
            with watch:
                return Conductor(program, self._inbox, self._notices).conduct()
        finally:
            program.give_terminal_back()
            self._close(watch.session)

    def _close(self, session: Session) -> None:
        """Free the license now. If that cannot be said, the lease runs out by itself."""
        with suppress(SeatkeeperError):
            self._client.close_session(session.id)
