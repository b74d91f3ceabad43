"""Which session a command means: by the name of its remote side, a part of its id, or because it is the only one."""

from collections.abc import Sequence

from webapp.client.answers import Session
from webapp.client.errors import SeatkeeperError
from webapp.client.printable import printable


def choose(sessions: Sequence[Session], wanted: str | None, kind: str = "open") -> Sequence[Session]:
    """The sessions that are meant, all of these where nothing is named. Raises SeatkeeperError when there is none."""
    if not sessions:
        raise SeatkeeperError(f"No session is {kind} from this device.")
    chosen = sessions if wanted is None else [one for one in sessions if _is_meant(one, wanted)]
    if not chosen:
        raise SeatkeeperError(f"No session is {wanted}. {_listed(sessions, kind)}")
    return chosen


def choose_one(sessions: Sequence[Session], wanted: str | None, kind: str = "open") -> Session:
    """The only session that is meant. Raises SeatkeeperError when it could be several."""
    chosen = choose(sessions, wanted, kind)
    if len(chosen) > 1:
        raise SeatkeeperError(f"Which one? {_listed(chosen, kind)}")
    return chosen[0]


def _listed(sessions: Sequence[Session], kind: str) -> str:
    lines = "".join(f"\n  {one.id}  {printable(one.remote)}" for one in sessions)
    return f"{kind.capitalize()} from this device:{lines}"


def _is_meant(session: Session, wanted: str) -> bool:
    return session.remote.casefold() == wanted.casefold() or wanted.lower() in str(session.id)
