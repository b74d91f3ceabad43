import json

from tests.client.seats import Office
from webapp.client import Wish


def test_it_shows_who_is_signed_in_what_is_open_and_who_holds_the_licenses(office: Office) -> None:
    desk, laptop = office.device("desk"), office.device("laptop")
    session = desk.client().open_session(Wish("SRV-DB-02"))

    shown = desk.seat("status").stdout.splitlines()
    elsewhere = laptop.seat("status").stdout

    assert shown[0] == rf"Olga Weiss ({office.domain}\olga) on desk, signed in to {office.server.url}"
    assert shown[3].split()[:4] == [str(session.id), "SRV-DB-02", "active", "1"]
    assert shown[5] == "1 of 1 licenses in use"
    assert shown[7].split()[:4] == ["1", "Olga", "Weiss", "desk"]
    assert "No session is open from this device." in elsewhere
    assert "1 of 1 licenses in use" in elsewhere


def test_programs_get_one_json_document(office: Office) -> None:
    desk = office.device("desk")
    session = desk.client().open_session(Wish("SRV-DB-02"))

    document = json.loads(desk.seat("status", "--json").stdout)

    assert (document["account"], document["user"], document["device"]) == (office.domain, "olga", "desk")
    assert [open_session["id"] for open_session in document["sessions"]] == [str(session.id)]
    assert document["licenses"]["in_use"] == 1
