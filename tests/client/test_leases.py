import signal
import threading

import pytest

from tests.client.conftest import OpenOffice
from tests.support.eventually import eventually
from webapp.client import LeaseKeeper, LeaseReport, LimitReached, SessionWatch, Wish
from webapp.client.happenings import Ending, Happening, LeaseLost


def test_a_restart_of_the_server_costs_nobody_the_license(open_office: OpenOffice) -> None:
    office = open_office(lease=60)
    desk, laptop = office.device("desk"), office.device("laptop")
    running = desk.start("run", "--", "sleep", "60")
    session = desk.session()

    office.server.kill()
    office.server.start()

    assert laptop.client().session(session).state == "active"
    assert laptop.seat("run", "--", "true").returncode == 75
    laptop.client().terminate(session)
    assert running.wait() == 76, "the event stream is back"


def test_a_client_that_dies_frees_its_license_when_the_lease_is_over(open_office: OpenOffice) -> None:
    office = open_office(lease=3)
    desk, laptop = office.device("desk"), office.device("laptop")
    running = desk.start("run", "--", "sh", "-c", "echo $$; exec sleep 60")
    desk.session()

    running.process.kill()

    eventually(lambda: laptop.licenses_in_use() == 0)
    assert laptop.seat("run", "--", "true").returncode == 0


def test_another_program_of_the_device_does_not_keep_a_dead_ones_session(open_office: OpenOffice) -> None:
    office = open_office(lease=3)
    desk = office.device("desk")
    dead = desk.start("run", "--remote", "DEAD", "--", "sleep", "60")
    desk.session()
    desk.start("run", "--remote", "ALIVE", "--", "sleep", "60")
    eventually(lambda: len(desk.sessions()) == 2)

    dead.process.kill()

    eventually(lambda: desk.remotes() == ["ALIVE"])


def test_after_a_lost_lease_the_client_asks_to_be_let_in_again(open_office: OpenOffice) -> None:
    office = open_office(lease=3)
    desk, laptop = office.device("desk"), office.device("laptop")
    running = desk.start("run", "--", "sleep", "60")
    before = desk.session()
    running.process.send_signal(signal.SIGSTOP)
    eventually(lambda: laptop.licenses_in_use() == 0)

    running.process.send_signal(signal.SIGCONT)

    eventually(lambda: "you have one again" in running.err)
    assert desk.session() != before
    assert laptop.client().session(before).end_reason == "lease_lapsed"


def test_whoever_has_the_license_meanwhile_keeps_it(open_office: OpenOffice) -> None:
    office = open_office(lease=8)
    desk, laptop = office.device("desk"), office.device("laptop")
    running = desk.start("run", "--", "sleep", "60")
    desk.session()
    running.process.send_signal(signal.SIGSTOP)
    eventually(lambda: laptop.licenses_in_use() == 0)
    taker = laptop.start("run", "--", "sleep", "60")
    laptop.session()

    running.process.send_signal(signal.SIGCONT)

    eventually(lambda: "The license was lost. The only license is in use." in running.err)
    assert "/usage?refusal=" in running.err
    assert len(laptop.sessions()) == 1
    taker.process.terminate()
    eventually(lambda: "you have one again" in running.err)
    assert running.process.poll() is None


def test_a_refusal_that_follows_a_lost_lease_is_told_with_its_link(open_office: OpenOffice) -> None:
    office = open_office(lease=6)
    desk, laptop = office.device("desk").client(), office.device("laptop").client()
    wish = Wish("SRV-DB-02")
    happenings: list[Happening] = []
    watch = SessionWatch(desk, wish, desk.open_session(wish), happenings.append)
    eventually(lambda: laptop.licenses().in_use == 0)
    laptop.open_session(wish.anew())

    watch._lapsed()
    watch._learn(watch._renew())
    refusals = [_refused(watch), _refused(watch)]

    told = [
        (happening.why, happening.usage_url) for happening in happenings if isinstance(happening, LeaseLost)
    ]
    assert told == [
        (f"{office.server.url} has not been reached for so long that the license was lost.", None),
        (str(refusals[0]), refusals[0].usage_url),
    ]


def _refused(watch: SessionWatch) -> LimitReached:
    with pytest.raises(LimitReached) as refused:
        watch._renew()
    watch._failed(refused.value)
    return refused.value


def test_the_server_away_for_longer_than_the_lease_is_told(open_office: OpenOffice) -> None:
    office = open_office(lease=3)
    desk = office.device("desk")
    running = desk.start("run", "--", "sleep", "60")
    desk.session()

    office.server.kill()
    eventually(lambda: "has not been reached for so long that the license was lost" in running.err)
    office.server.start()

    eventually(lambda: "you have one again" in running.err)


def test_renewals_alone_tell_that_a_session_is_being_ended(open_office: OpenOffice) -> None:
    office = open_office(lease=12, notice=60)
    desk, laptop = office.device("desk").client(), office.device("laptop").client()
    session = desk.open_session(Wish("SRV-DB-02"))
    reports: list[LeaseReport] = []

    with LeaseKeeper(desk.renew, reports.append):
        laptop.terminate(session.id, "maintenance")
        eventually(lambda: reports and reports[-1].sessions[0].state == "ending")

    assert reports[-1].sessions[0].message is not None


def test_the_time_left_is_that_of_the_server(open_office: OpenOffice) -> None:
    office = open_office(notice=60)
    desk, laptop = office.device("desk").client(), office.device("laptop").client()
    wish = Wish("SRV-DB-02")
    session = desk.open_session(wish)
    happenings: list[Happening] = []
    told = threading.Event()

    def tell(happening: Happening) -> None:
        happenings.append(happening)
        told.set()

    with SessionWatch(desk, wish, session, tell):
        ends_at = laptop.terminate(session.id)
        assert told.wait(30)

    expected = laptop.clock.moment(ends_at)
    assert expected is not None
    assert isinstance(happenings[0], Ending)
    assert abs(happenings[0].deadline - expected) < 5
