import pytest

from tests.services.supporting import started
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.errors import NotFound
from webapp.domain.states import SessionState
from webapp.services.view_own_session import view_own_session


def test_who_opened_a_session_sees_its_code_from_whatever_device(
    database: Database, cast: Cast, clock: FrozenClock
) -> None:
    session = started(database, cast.ben.desk, clock.now())

    view = view_own_session(database, cast.ben.laptop.actor, session.id, clock.now())

    assert (view.state, view.code, view.expires_at) == (
        SessionState.STANDBY,
        session.code,
        session.expires_at,
    )


@pytest.mark.parametrize("name", ["ana", "cleo", "gus"])
def test_to_everybody_else_it_does_not_exist(
    database: Database, cast: Cast, clock: FrozenClock, name: str
) -> None:
    session = started(database, cast.ben.desk, clock.now())

    with pytest.raises(NotFound):
        view_own_session(database, getattr(cast, name).actor, session.id, clock.now())
