from datetime import datetime

import pytest

from tests.services.acting import disable
from tests.services.administering import looking_only
from tests.services.deciding import OFF, set_for_everybody
from tests.support.cast import Cast
from webapp.db import Database
from webapp.domain.access import Right
from webapp.domain.errors import Forbidden, NotFound
from webapp.services.preview_user import preview_user


def test_a_domain_admin_sees_with_the_rights_in_force_for_the_user(
    database: Database, cast: Cast, now: datetime
) -> None:
    set_for_everybody(database, cast.ana.actor, {Right.CONTROL_DOMAIN: OFF}, now)

    for admin in (cast.ana.actor, looking_only(cast.ana.actor)):
        seen_as = preview_user(database, admin, "Ben")
        assert seen_as.user_id == cast.ben.actor.user_id
        assert seen_as.rights == set(Right) - {Right.CONTROL_DOMAIN}


def test_nobody_else_does(database: Database, cast: Cast) -> None:
    with pytest.raises(Forbidden):
        preview_user(database, cast.ben.actor, "cleo")


def test_users_of_another_account_and_disabled_ones_cannot_be_looked_through(
    database: Database, cast: Cast, now: datetime
) -> None:
    disable(database, cast.cleo.actor, now)

    for name in ("gus", "cleo", "nobody"):
        with pytest.raises(NotFound):
            preview_user(database, cast.ana.actor, name)
