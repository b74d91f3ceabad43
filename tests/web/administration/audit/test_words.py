from datetime import UTC, datetime
from typing import Any

from webapp.services.list_audit import Entry
from webapp.web.administration.audit.words import Change, changes, in_words, subject_in_words


def told(subject: str, before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    return list(changes(Entry(1, at, r"\\acme\ana", "192.0.2.1", "do something", subject, before, after)))


def test_only_what_changed_is_told() -> None:
    before = {"everybody": "on", "own settings": "own settings allowed"}

    assert told("right control_own_sessions", before, {**before, "everybody": "off"}) == [
        Change("everybody", "on", "off")
    ]


def test_a_setting_is_named_as_on_its_page_and_a_users_field_as_on_the_users() -> None:
    assert told("setting name", {"name": "Acme"}, {"name": "Acme AG"}) == [
        Change("Account name", "Acme", "Acme AG")
    ]
    assert told("user ben", {"is_domain_admin": False}, {"is_domain_admin": True}) == [
        Change("domain admin", "no", "yes")
    ]


def test_what_is_new_and_empty_is_left_out_and_what_became_empty_is_not() -> None:
    assert told("user ben", {}, {"own_limit": None, "email": "ben@acme.example"}) == [
        Change("e-mail", "", "ben@acme.example")
    ]
    assert told("user ben", {"own_limit": 2}, {"own_limit": None}) == [Change("own limit", "2", "none")]


def test_sessions_stand_there_without_their_ids() -> None:
    session = "ben on BEN-DESK to SRV-1 (01a20d3a-de4b-74b6-8ab3-b8c69ea1b00d)"

    assert told("2 sessions", {}, {"sessions": [session, session]}) == [
        Change("sessions", "", "ben on BEN-DESK to SRV-1; ben on BEN-DESK to SRV-1")
    ]


def test_actions_and_subjects_read_as_on_the_pages() -> None:
    assert in_words("turn on two-step") == "Turn on two-step verification"
    assert subject_in_words("setting default_reason") == "Default reason"
    assert subject_in_words("user ben") == "user ben"
    assert subject_in_words("setting gone_since_then") == "setting gone_since_then"
