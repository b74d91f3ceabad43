"""For every combination of account setting, override permission and user setting: what is in force follows the rule, on both
panels and by the API's answers, and control is never in force without its view."""

from dataclasses import dataclass
from itertools import product

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from tests.api.programs import Program, found
from tests.services.acting import opened
from tests.services.deciding import rights_of
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.filling import filled_in, form_to
from tests.web.visits import page, send
from webapp.db import Database
from webapp.domain.access import VIEW_FOR_CONTROL, AccountRight, Right
from webapp.domain.right_settings import LABELS
from webapp.services.steps.rights import account_values, own_values, store_account_right, store_own_right

pytestmark = on_sqlite
SETTINGS = "/administration/settings/security"
EVERYBODY = f"{SETTINGS}/rights"
BEN = "/administration/users/ben/security"
account_settings = st.fixed_dictionaries(
    {right: st.builds(AccountRight, st.booleans(), st.booleans()) for right in Right}
)
own_settings = st.dictionaries(st.sampled_from(Right), st.booleans())
combinations = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def the_rule(account: dict[Right, AccountRight], own: dict[Right, bool]) -> set[Right]:
    """product.md, "Permissions", once more in other words."""
    on = {
        right
        for right, setting in account.items()
        if (own.get(right, setting.allowed) if setting.override_allowed else setting.allowed)
    }
    return {right for right in on if right not in VIEW_FOR_CONTROL or VIEW_FOR_CONTROL[right] in on}


@dataclass
class Stage:
    """Ben, whose rights are set; cleo, whose session he may see or end; ana, who looks at the panels."""

    db: Database
    cast: Cast
    ana: FlaskClient
    ben: Program
    own_session: str
    colleagues_session: str

    def store(self, account: dict[Right, AccountRight], own: dict[Right, bool]) -> None:
        """Make it so, past every check: what was chosen at one time may not fit what was chosen at another."""
        who = self.cast.ben.actor

        def store_all(tx: Connection) -> None:
            for right in Right:
                store_account_right(tx, who.account_id, right, account[right])
                store_own_right(tx, who.account_id, who.user_id, right, own.get(right))

        self.db.write(store_all)

    def answers(self) -> tuple[int, int, int, int]:
        """What the API answers ben: listing, a look at cleo's session, ending it, ending his own."""
        return (
            self.ben.get("/sessions").status_code,
            self.ben.get(f"/sessions/{self.colleagues_session}").status_code,
            self.ben.post(f"/sessions/{self.colleagues_session}/termination", json={}).status_code,
            self.ben.post(f"/sessions/{self.own_session}/termination", json={}).status_code,
        )


@pytest.fixture
def stage(app: Flask, database: Database, cast: Cast, clock: FrozenClock, ana: FlaskClient) -> Stage:
    """The stage, with a session of ben's and one of cleo's."""
    sessions = [str(opened(database, seat, clock.now()).id) for seat in (cast.ben.desk, cast.cleo.desk)]
    return Stage(database, cast, ana, Program(app.test_client(), cast.ben.desk.bearer), *sessions)


def expected_answers(rights: set[Right]) -> tuple[int, int, int, int]:
    """The statuses that these rights lead to."""
    sees_own, sees_all = bool(rights & {Right.VIEW_OWN, Right.VIEW_DOMAIN}), Right.VIEW_DOMAIN in rights
    ends_all = Right.CONTROL_DOMAIN in rights
    ends_own = ends_all or Right.CONTROL_OWN in rights
    return (
        200 if sees_own else 403,
        200 if sees_all else 404,
        (202 if ends_all else 403) if sees_all else 404,
        (202 if ends_own else 403) if sees_own else 404,
    )


@pytest.mark.slow
@combinations
@given(account=account_settings, own=own_settings)
def test_panel_and_api_follow_the_rule_and_control_never_goes_without_its_view(
    stage: Stage, account: dict[Right, AccountRight], own: dict[Right, bool]
) -> None:
    stage.store(account, own)
    rights = the_rule(account, own)

    everybody = form_to(page(stage.ana, SETTINGS), EVERYBODY)
    of_ben = form_to(page(stage.ana, BEN), BEN)
    said = {
        line.one("legend").text: line.one(class_="right-in-force").attributes["data-in-force"]
        for line in of_ben.all("fieldset", class_="right")
    }

    assert rights_of(stage.db, stage.cast.ana.actor, "ben") == rights
    assert said == {LABELS[right]: "on" if right in rights else "off" for right in Right}
    assert {
        name: value for name, value in filled_in(everybody).items() if name in account_values(account)
    } == account_values(account)
    assert stage.answers() == expected_answers(rights)


@pytest.mark.slow
@combinations
@given(account=account_settings, own=own_settings)
def test_a_panel_saves_what_may_be_chosen_and_refuses_control_without_its_view(
    stage: Stage, account: dict[Right, AccountRight], own: dict[Right, bool]
) -> None:
    stage.store({right: AccountRight() for right in Right}, {})
    form = filled_in(form_to(page(stage.ana, SETTINGS), EVERYBODY))

    answer = send(stage.ana, EVERYBODY, {**form, **account_values(account)})

    fits = all(
        account[view].allowed or not account[control].allowed for control, view in VIEW_FOR_CONTROL.items()
    )
    assert answer.status_code == (303 if fits else 422)
    if not fits:
        account = {right: AccountRight() for right in Right}
    form = filled_in(form_to(page(stage.ana, BEN), BEN))

    answer = send(stage.ana, BEN, {**form, **own_values(own)})

    comes_into_force = the_rule(account, own)
    fits = all(account[right].override_allowed for right in own) and all(
        right in comes_into_force for right, on in own.items() if on
    )
    assert answer.status_code == (303 if fits else 422)
    assert rights_of(stage.db, stage.cast.ana.actor, "ben") == the_rule(account, own if fits else {})


@pytest.mark.parametrize(("control", "view"), VIEW_FOR_CONTROL.items())
def test_every_combination_of_a_control_and_its_view_follows_the_rule(
    stage: Stage, control: Right, view: Right
) -> None:
    anything = {right: AccountRight() for right in Right}
    for view_on, view_free, control_on, control_free in product([True, False], repeat=4):
        account = {
            **anything,
            view: AccountRight(view_on, view_free),
            control: AccountRight(control_on, control_free),
        }
        for own_view, own_control in product([None, True, False], repeat=2):
            chosen = {view: own_view, control: own_control}
            own = {right: on for right, on in chosen.items() if on is not None}
            stage.store(account, own)

            assert rights_of(stage.db, stage.cast.ana.actor, "ben") == the_rule(account, own)


def test_the_list_of_the_api_holds_what_may_be_viewed(stage: Stage) -> None:
    everything = {right: AccountRight() for right in Right}
    stage.store(everything, {Right.VIEW_DOMAIN: False})
    own = [session["id"] for session in found(stage.ben.get("/sessions"))["items"]]
    stage.store(everything, {})
    all_of_them = [session["id"] for session in found(stage.ben.get("/sessions"))["items"]]

    assert (own, all_of_them) == ([stage.own_session], [stage.own_session, stage.colleagues_session])
