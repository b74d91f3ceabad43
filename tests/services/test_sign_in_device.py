from datetime import datetime

import pytest

from tests.services.acting import disable, in_use, opened
from tests.support.cast import Cast, password_of, sign_in_on
from webapp.db import Database
from webapp.domain.errors import Invalid
from webapp.domain.sign_in import NotSignedIn
from webapp.services.sign_in_device import DeviceSignedIn, device_actor, sign_in_device, sign_out_device


def sign_in(
    database: Database, now: datetime, device_id: str = "d-1", name: str = "D-1"
) -> DeviceSignedIn | None:
    answer = sign_in_device(database, r"\\acme\ben", password_of("ben"), device_id, name, now)
    return answer if isinstance(answer, DeviceSignedIn) else None


def test_a_device_speaks_for_the_user_who_signed_in_on_it(
    database: Database, cast: Cast, now: datetime
) -> None:
    signed_in = sign_in(database, now)

    assert signed_in is not None
    actor = device_actor(database, signed_in.token, now)
    assert actor == signed_in.actor
    assert actor is not None
    assert (actor.login, actor.device_name) == (r"\\acme\ben", "D-1")


def test_a_device_that_signs_in_again_is_the_same_device_under_its_new_name(
    database: Database, cast: Cast, now: datetime
) -> None:
    first = sign_in(database, now)

    second = sign_in(database, now, name="RENAMED")

    assert first is not None
    assert second is not None
    assert first.actor.device_id == second.actor.device_id
    assert [actor.device_name for token in (first.token, second.token) if (actor := device_actor(database, token, now))] == [
        "RENAMED", "RENAMED"
    ]  # fmt: skip


def test_the_same_id_in_another_account_is_another_device(
    database: Database, cast: Cast, now: datetime
) -> None:
    ours = sign_in_on(database, r"acme\ben", "d-1", "D-1")

    theirs = sign_in_on(database, r"globex\gus", "d-1", "THEIRS")

    assert ours.actor.device_id != theirs.actor.device_id
    actor = device_actor(database, ours.token, now)
    assert actor is not None
    assert actor.device_name == "D-1"


@pytest.mark.parametrize(
    ("name", "password"), [(r"acme\ben", "wrong"), (r"acme\nobody", "wrong"), ("ben", password_of("ben"))]
)
def test_a_wrong_name_or_password_signs_no_device_in(
    database: Database, cast: Cast, now: datetime, name: str, password: str
) -> None:
    assert isinstance(sign_in_device(database, name, password, "d-1", "D-1", now), NotSignedIn)


@pytest.mark.parametrize(
    ("device_id", "name", "field"),
    [("", "D-1", "device_id"), ("d-1", " ", "device_name"), ("d-1", "a\nb", "device_name")],
)
def test_a_device_without_a_usable_id_and_name_is_not_taken(
    database: Database, cast: Cast, now: datetime, device_id: str, name: str, field: str
) -> None:
    with pytest.raises(Invalid) as invalid:
        sign_in(database, now, device_id, name)

    assert invalid.value.field == field


def test_signing_out_revokes_every_token_of_this_user_on_this_device_alone(
    database: Database, cast: Cast, now: datetime
) -> None:
    again = sign_in_on(database, r"acme\ben", "ben-desk", "BEN-DESK")
    shared = sign_in_on(database, r"acme\cleo", "ben-desk", "BEN-DESK")

    sign_out_device(database, cast.ben.desk.actor, now)

    revoked, kept = (cast.ben.desk, again), (cast.ben.laptop, shared)
    assert [device_actor(database, seat.token, now) for seat in revoked] == [None, None]
    assert [device_actor(database, seat.token, now) for seat in kept] == [seat.actor for seat in kept]


def test_sessions_of_a_device_that_signed_out_end_with_their_leases(
    database: Database, cast: Cast, now: datetime
) -> None:
    session = opened(database, cast.ben.desk, now)

    sign_out_device(database, cast.ben.desk.actor, now)

    moments = (now, session.lease_expires_at)
    assert [in_use(database, cast.ana.actor, moment) for moment in moments] == [(1,), ()]


def test_the_devices_of_a_disabled_user_are_out_at_once(
    database: Database, cast: Cast, now: datetime
) -> None:
    disable(database, cast.ben.actor, now)

    assert device_actor(database, cast.ben.desk.token, now) is None
    assert sign_in(database, now) is None


def test_a_browsers_token_is_no_devices_token(database: Database, cast: Cast, now: datetime) -> None:
    assert device_actor(database, cast.ben.browser_token, now) is None
