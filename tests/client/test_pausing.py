import os
import signal
import sys
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import update

from tests.client.conftest import OpenOffice
from tests.client.seats import SEAT, Office, SeatDevice
from tests.client.terminals import TestTerminal
from tests.support.eventually import eventually
from webapp.client import Wish
from webapp.db import Database
from webapp.models import ClientSession

WORKING = 'echo $$; sleep 600 & n=0; while :; do n=$((n + 1)); echo "step $n"; sleep 0.05; done'

TIDY = """
import os, signal, time
signal.signal(signal.SIGTSTP, lambda number, frame: print("tidied", flush=True))
print(os.getpid(), flush=True)
while True:
    time.sleep(0.05)
"""


def state_of(process: int) -> str:
    """The state of a process, as /proc has it: T is stopped."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()[0]


def group_states(leader: int) -> set[str]:
    """The states of all processes of a group."""
    states = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(") ")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[2]) == leader:
            states.add(fields[0])
    return states


def expire(office: Office, session: UUID, left: timedelta) -> None:
    """Bring the expiry of a paused session near."""
    with closing(Database.open(office.database_url)) as database:
        one = update(ClientSession).where(ClientSession.session_id == session)
        database.write(lambda tx: tx.execute(one.values(expires_at=datetime.now(UTC) + left)))


def state(device: SeatDevice) -> list[str]:
    """How the sessions of a device stand."""
    return [session.state for session in device.sessions()]


def test_a_paused_session_stops_its_program_with_all_it_started_and_a_resumed_one_continues_it(
    office: Office,
) -> None:
    desk, laptop = office.device("desk"), office.device("laptop")
    running = desk.start("run", "--remote", "SRV-DB-02", "--", "sh", "-c", WORKING)
    leader = int(eventually(lambda: running.out.splitlines()[0:1])[0])

    answer = desk.seat("pause")

    assert answer.returncode == 0
    assert answer.stdout.startswith("Paused SRV-DB-02. To go on, before ")
    assert answer.stdout.endswith("License 1 is free.\n")
    eventually(lambda: group_states(leader) == {"T"}, what="everything is stopped")
    assert "Your session is paused and holds no license; the program is stopped." in running.err
    assert laptop.licenses_in_use() == 0
    done = running.out

    assert desk.seat("resume").stdout == "Resumed SRV-DB-02 on license 1.\n"
    eventually(lambda: len(running.out) > len(done), what="the program goes on")
    assert "Your session goes on, and the program with it." in running.err
    running.process.terminate()
    assert running.wait() == 143


def test_a_program_that_ignores_the_asking_is_stopped_all_the_same(office: Office) -> None:
    desk = office.device("desk")
    running = desk.start("run", "--", "sh", "-c", "trap '' TSTP; echo $$; while :; do sleep 0.05; done")
    leader = int(eventually(lambda: running.out))

    desk.seat("pause")

    eventually(lambda: state_of(leader) == "T", what="it is stopped")


def test_a_program_hears_of_the_pause_before_it_is_stopped(office: Office) -> None:
    desk = office.device("desk")
    running = desk.start("run", "--", sys.executable, "-c", TIDY)
    leader = int(eventually(lambda: running.out.splitlines()[0:1])[0])

    desk.seat("pause")

    eventually(lambda: state_of(leader) == "T", what="it is stopped")
    assert running.out.splitlines()[1:] == ["tidied"]


def test_at_a_terminal_the_keys_are_seats_while_the_program_is_stopped_and_its_own_again_after(
    office: Office, afterwards: ExitStack
) -> None:
    desk = office.device("desk")
    terminal = TestTerminal(desk.environment)
    afterwards.callback(terminal.close)
    terminal.type(f"{SEAT} run -- sh -c 'stty -echo; echo started; read -r line; echo \"read $line\"'\n")
    terminal.sees("started\r\n")
    session = desk.session()

    desk.client().pause_session(session)
    terminal.sees("Ctrl-C ends it.")
    desk.client().resume_session(session)
    terminal.sees("Your session goes on, and the program with it.")
    terminal.type("some words\n")

    terminal.sees("read some words")
    terminal.sees("ready> ")


def test_ctrl_c_at_the_terminal_ends_a_paused_session(office: Office, afterwards: ExitStack) -> None:
    desk = office.device("desk")
    terminal = TestTerminal(desk.environment)
    afterwards.callback(terminal.close)
    terminal.type(f"{SEAT} run -- sh -c 'echo $$ >{desk.folder}/leader; sleep 600'; echo status $?\n")
    session = desk.session()
    told = desk.folder / "leader"
    leader = int(eventually(lambda: told.read_text() if told.exists() else "", what="it runs"))
    desk.client().pause_session(session)
    eventually(lambda: group_states(leader) == {"T"}, what="everything is stopped")

    eventually(lambda: foreground_of(leader) != leader, what="the terminal is seat's")
    terminal.type("\x03")

    terminal.sees("status 76")
    assert desk.sessions() == []


def foreground_of(process: int) -> int:
    """Which process group has the terminal of a process."""
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()[5])


def test_while_it_is_paused_another_takes_the_license_and_resume_is_refused_with_the_link(
    office: Office,
) -> None:
    desk, laptop = office.device("desk"), office.device("laptop")
    running = desk.start("run", "--", "sh", "-c", WORKING)
    leader = int(eventually(lambda: running.out.splitlines()[0:1])[0])
    desk.seat("pause")
    eventually(lambda: group_states(leader) == {"T"}, what="everything is stopped")
    other = laptop.client().open_session(Wish("ELSEWHERE"))

    refused = desk.seat("resume")

    assert refused.returncode == 75
    assert "No license is free" in refused.stderr
    assert f"{office.server.url}/usage?refusal=" in refused.stderr
    assert state(desk) == ["paused"]
    assert group_states(leader) == {"T"}
    laptop.client().close_session(other.id)
    assert desk.seat("resume").returncode == 0
    eventually(lambda: state_of(leader) != "T", what="it goes on")


def test_a_pause_may_outlast_the_lease(open_office: OpenOffice) -> None:
    office = open_office(lease=3)
    desk = office.device("desk")
    running = desk.start("run", "--", "sh", "-c", WORKING)
    session = desk.session()
    desk.seat("pause")
    lapsed = desk.client().session(session).lease_expires_at
    assert lapsed is not None

    eventually(lambda: datetime.now(UTC) > lapsed + timedelta(seconds=1), what="the lease is over")

    assert state(desk) == ["paused"]
    assert "lost" not in running.err
    assert desk.seat("resume").returncode == 0
    eventually(lambda: "Your session goes on" in running.err)


def test_a_paused_session_that_expires_ends_the_program(office: Office) -> None:
    desk = office.device("desk")
    running = desk.start("run", "--", "sh", "-c", WORKING)
    session = desk.session()
    desk.client().pause_session(session)
    eventually(lambda: "Your session is paused" in running.err)

    expire(office, session, timedelta(seconds=-1))
    office.device("laptop").client().open_session(
        Wish("ANYTHING")
    )  # writes down what is overdue, and so tells

    assert running.wait() == 76
    assert "The paused session has expired. The program is being ended." in running.err


def test_ending_a_paused_session_ends_its_stopped_program(office: Office) -> None:
    desk = office.device("desk")
    running = desk.start("run", "--remote", "SRV-DB-02", "--", "sh", "-c", WORKING)
    leader = int(eventually(lambda: running.out.splitlines()[0:1])[0])
    desk.seat("pause")
    eventually(lambda: group_states(leader) == {"T"}, what="everything is stopped")

    assert desk.seat("end").stdout == "Ended SRV-DB-02.\n"
    assert running.wait() == 76


def test_ctrl_c_ends_a_stopped_program_and_its_session(office: Office) -> None:
    desk = office.device("desk")
    running = desk.start("run", "--", "sh", "-c", WORKING)
    leader = int(eventually(lambda: running.out.splitlines()[0:1])[0])
    desk.seat("pause")
    eventually(lambda: group_states(leader) == {"T"}, what="everything is stopped")

    os.kill(running.process.pid, signal.SIGINT)

    assert running.wait() == 76
    assert desk.sessions() == []


def test_which_session_is_meant_has_to_be_said_when_there_are_several(office: Office) -> None:
    desk = office.device("desk")
    one, _ = (desk.client().open_session(Wish(name)) for name in ("ONE", "TWO"))

    unclear, clear, nothing = desk.seat("pause"), desk.seat("pause", "one"), desk.seat("resume", "two")

    assert (unclear.returncode, clear.stdout.splitlines()[1:]) == (
        1,
        ["License 1 is still yours: other sessions are open."],
    )
    assert "Which one? Active from this device:" in unclear.stderr
    assert nothing.stderr == f"seat: No session is two. Paused from this device:\nseat: {one.id} ONE\n"


def test_without_a_paused_session_there_is_nothing_to_resume(office: Office) -> None:
    answer = office.device("desk").seat("resume")

    assert (answer.returncode, answer.stderr) == (1, "seat: No session is paused from this device.\n")


def test_status_says_until_when_a_session_may_stay_paused(office: Office) -> None:
    desk = office.device("desk")
    session = desk.client().open_session(Wish("SRV-DB-02"))
    paused = desk.client().pause_session(session.id)
    assert paused.expires_at is not None

    shown = desk.seat("status").stdout.splitlines()[3]

    until = paused.expires_at.astimezone().strftime("%Y-%m-%d %H:%M")
    assert shown.startswith(f"{session.id}  SRV-DB-02  paused until {until}  –")
