import pytest

from tests.services.second_steps import audit_length, audited, with_second_step
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from webapp.db import Database
from webapp.domain.errors import NotFound
from webapp.services.recover_user import recover_user
from webapp.services.set_password import set_password_by_link
from webapp.services.sign_in_user import CodeNeeded, SignedIn, sign_in_user

NEW = "seven green parrots"


@pytest.mark.parametrize(("reset", "outcome"), [(False, CodeNeeded), (True, SignedIn)])
def test_the_operator_lets_the_owner_in_again(
    database: Database, cast: Cast, clock: FrozenClock, reset: bool, outcome: type
) -> None:
    ana, now = cast.ana, clock.now()
    with_second_step(database, ana.actor, now)
    for _ in range(6):
        sign_in_user(database, ana.login, "wrong", "192.0.2.1", "", now)
    before = audit_length(database, ana.actor)

    token = recover_user(database, "ACME", "Ana", now, reset_two_step=reset)
    set_password_by_link(database, token, NEW, "192.0.2.1", now)

    assert isinstance(sign_in_user(database, ana.login, NEW, "192.0.2.1", "", now), outcome)
    told = [entry for entry in audited(database, ana.actor, since=before) if entry[0] == "operator"]
    assert [entry[2] for entry in told] == ["issue password link", *(["reset two-step"] if reset else [])]


@pytest.mark.parametrize(("domain", "name"), [("nowhere", "ana"), ("acme", "gus"), ("acme", "nobody")])
def test_whoever_is_not_there_is_not_recovered(
    database: Database, cast: Cast, clock: FrozenClock, domain: str, name: str
) -> None:
    with pytest.raises(NotFound):
        recover_user(database, domain, name, clock.now())
