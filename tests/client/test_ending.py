import os
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from tests.client.conftest import OpenOffice
from tests.client.seats import Office, RunningSeat
from tests.support.eventually import eventually
from webapp.db import Database
from webapp.models import Termination

STUBBORN = "trap '' TERM; echo $$; sleep 61 & sleep 62; sleep 63"


def is_group_gone(leader: int) -> bool:
    """Whether nothing of a process group is left."""
    try:
        os.killpg(leader, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_session_that_is_ended_shows_the_message_and_ends_its_program(
    open_office: OpenOffice,
) -> None:
    office = open_office(notice=6)
    desk, laptop = office.device("desk"), office.device("laptop")
    running = desk.start("run", "--", "sleep", "60")

    laptop.client().terminate(desk.session(), "maintenance")

    eventually(lambda: "Olga Weiss is ending this session: maintenance." in running.err)
    assert running.process.poll() is None
    assert running.wait() == 76
    assert laptop.licenses_in_use() == 0


def test_the_client_confirms_that_it_was_told(open_office: OpenOffice) -> None:
    office = open_office(notice=60)
    desk, laptop = office.device("desk"), office.device("laptop")
    desk.start("run", "--", "sleep", "60")
    session = desk.session()

    laptop.client().terminate(session)

    eventually(lambda: confirmed_at(office, session))


def confirmed_at(office: Office, session: UUID) -> datetime | None:
    """When the termination of a session was confirmed, as the server keeps it."""
    database = Database.open(office.database_url)
    try:
        with database.read() as tx:
            query = select(Termination.confirmed_at).where(Termination.session_id == session)
            return tx.execute(query).scalar_one()
    finally:
        database.close()


def test_a_program_that_does_not_end_is_killed_with_all_it_started(office: Office) -> None:
    desk, laptop = office.device("desk"), office.device("laptop")
    running = desk.start("run", "--", "sh", "-c", STUBBORN)
    session = desk.session()
    leader = int(eventually(lambda: running.out))

    laptop.client().terminate(session)

    assert running.wait() == 76
    assert is_group_gone(leader)


def test_a_termination_that_is_taken_back_leaves_the_program_alone(open_office: OpenOffice) -> None:
    office = open_office(notice=60)
    desk, laptop = office.device("desk"), office.device("laptop")
    running = desk.start("run", "--", "sleep", "60")
    session = desk.session()
    client = laptop.client()
    client.terminate(session)
    eventually(lambda: "is ending this session" in running.err)

    client.take_back(session)

    eventually(lambda: "Your session is kept" in running.err)
    assert client.session(session).state == "active"
    assert running.process.poll() is None


def test_a_program_that_ends_by_itself_in_time_keeps_its_exit_status(open_office: OpenOffice) -> None:
    office = open_office(notice=60)
    desk, laptop = office.device("desk"), office.device("laptop")
    running = desk.start(
        "run", "--", "sh", "-c", f"until [ -e {desk.folder}/saved ]; do sleep 0.1; done; exit 5"
    )
    laptop.client().terminate(desk.session())
    eventually(lambda: "is ending this session" in running.err)

    (desk.folder / "saved").touch()

    assert running.wait() == 5
    assert laptop.licenses_in_use() == 0


def test_seat_end_ends_the_program_at_once_and_says_what_is_free(
    open_office: OpenOffice,
) -> None:
    desk = open_office(notice=600).device("desk")
    running = desk.start("run", "--remote", "SRV-DB-02", "--", "sleep", "60")
    desk.session()

    answer = desk.seat("end", "srv-db-02")

    assert answer.stdout == "Ended SRV-DB-02.\nLicense 1 is free.\n"
    assert running.wait() == 76


def test_seat_end_asks_which_when_there_are_several(office: Office) -> None:
    desk = office.device("desk")
    started = [desk.start("run", "--remote", name, "--", "sleep", "60") for name in ("ONE", "TWO")]
    eventually(lambda: len(desk.sessions()) == 2)

    assert desk.seat("end").returncode == 1
    assert (
        desk.seat("end", "one").stdout == "Ended ONE.\nLicense 1 is still yours: other sessions are open.\n"
    )
    assert desk.seat("end", "--all").stdout == "Ended TWO.\nLicense 1 is free.\n"
    assert statuses(started) == [76, 76]


def statuses(started: list[RunningSeat]) -> list[int]:
    """The exit statuses of seats."""
    return [running.wait() for running in started]
