import time

from tests.client.seats import Office, SeatDevice
from tests.journey.conftest import Listen, OpenOffice, Pair
from tests.support.eventually import eventually
from tests.support.servers import Server
from webapp.client import Wish, sign_in_file
from webapp.client.events import (
    Reconnect,
    SessionEnded,
    SessionEnding,
    SessionKept,
    SessionPaused,
    SessionResumed,
)


def token_of(device: SeatDevice) -> str:
    """The token that a device is signed in with."""
    return sign_in_file.read_signed_in(device.folder / "seat.json").token


def elsewhere(office: Office, server: Server, name: str) -> SeatDevice:
    """A device of the office that speaks to another server of the same database."""
    return Office(server, office.folder, office.afterwards, office.domain).device(name)


def test_a_device_is_told_of_a_termination_on_the_other_server(
    pair: Pair, open_office: OpenOffice, listen: Listen
) -> None:
    here, there = pair
    office = open_office(here)
    desk, admin = office.device("desk"), elsewhere(office, there, "admin").client()
    listener = listen(here, token_of(desk))
    session = desk.client().open_session(Wish("SRV-DB-02"))

    ends_at = admin.terminate(session.id, "maintenance")

    (ending,) = eventually(lambda: listener.of(SessionEnding), what="session-ending")
    assert isinstance(ending.event, SessionEnding)
    assert (ending.event.id, ending.event.ends_at) == (session.id, ends_at)
    assert "Olga Weiss is ending this session: maintenance." in ending.event.message

    admin.take_back(session.id)

    (kept,) = eventually(lambda: listener.of(SessionKept), what="session-kept")
    assert getattr(kept.event, "id", None) == session.id


def test_a_device_is_told_that_its_session_is_paused_and_resumed_on_the_other_server(
    pair: Pair, open_office: OpenOffice, listen: Listen
) -> None:
    here, there = pair
    office = open_office(here)
    desk, laptop = office.device("desk"), elsewhere(office, there, "laptop").client()
    listener = listen(here, token_of(desk))
    session = desk.client().open_session(Wish("SRV-DB-02"))

    paused = laptop.pause_session(session.id)

    (heard,) = eventually(lambda: listener.of(SessionPaused), what="session-paused")
    assert heard.event == SessionPaused.model_validate({"id": session.id, "expires_at": paused.expires_at})

    listener.close()
    laptop.resume_session(session.id)
    again = listen(here, token_of(desk), heard.last_id)

    (resumed,) = eventually(lambda: again.of(SessionResumed), what="session-resumed")
    assert resumed.event == SessionResumed(id=session.id)


def test_what_a_device_missed_comes_with_its_last_event_id_also_over_a_restart(
    pair: Pair, open_office: OpenOffice, listen: Listen
) -> None:
    server = pair[0]
    office = open_office(server)
    desk, admin = office.device("desk"), office.device("admin").client()
    kept, closed, ended = (desk.client().open_session(Wish(name)).id for name in ("ONE", "TWO", "THREE"))
    listener = listen(server, token_of(desk))
    admin.terminate(kept)
    last_id = eventually(lambda: listener.of(SessionEnding), what="session-ending")[-1].last_id
    listener.close()
    admin.take_back(kept)
    desk.client().close_session(closed)
    admin.terminate(ended)

    server.kill()
    server.start()

    again, anew = listen(server, token_of(desk), last_id), listen(server, token_of(desk))
    eventually(lambda: len(again.heard) == 3 and len(anew.heard) == 1, what="what was missed")
    assert [(type(heard.event), getattr(heard.event, "id", None)) for heard in again.heard] == [
        (SessionKept, kept),
        (SessionEnded, closed),
        (SessionEnding, ended),
    ]
    assert [getattr(heard.event, "id", None) for heard in anew.of(SessionEnding)] == [ended]


def test_a_stop_tells_open_streams_to_reconnect_and_does_not_wait_for_them(
    pair: Pair, open_office: OpenOffice, listen: Listen
) -> None:
    server = pair[0]
    office = open_office(server)
    listeners = [listen(server, token_of(office.device(name))) for name in ("desk", "laptop", "tablet")]
    began = time.monotonic()

    status = server.stop()

    took = time.monotonic() - began
    server.start()
    assert status == 0
    assert took < 30, "of the 60 seconds that it may take"
    eventually(lambda: all(listener.is_over for listener in listeners), what="the streams have ended")
    assert [type(heard.event) for listener in listeners for heard in listener.heard] == [Reconnect] * 3


def test_an_open_stream_alone_keeps_no_license(pair: Pair, open_office: OpenOffice, listen: Listen) -> None:
    server = pair[0]
    office = open_office(server, lease=2)
    desk, laptop = office.device("desk"), office.device("laptop").client()
    listener = listen(server, token_of(desk))
    session = desk.client().open_session(Wish("SRV-DB-02"))

    eventually(lambda: laptop.licenses().in_use == 0, what="the license is free")

    (ended,) = eventually(lambda: listener.of(SessionEnded), what="session-ended")
    assert isinstance(ended.event, SessionEnded)
    assert (ended.event.id, ended.event.reason) == (session.id, "lease_lapsed")
    assert not listener.is_over
    assert laptop.session(session.id).end_reason == "lease_lapsed"
    assert laptop.open_session(Wish("SRV-DB-02")).license == 1
