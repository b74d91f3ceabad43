import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.access import (
    VIEW_FOR_CONTROL,
    AccountRight,
    Actor,
    InForce,
    Right,
    Why,
    explain_rights,
    may_control,
    may_view,
    may_view_any,
    rights_in_force,
)
from webapp.domain.states import SessionState

ME, SOMEBODY = 1, 2
BY_DEFAULT: dict[Right, AccountRight] = {}
ALL = frozenset(Right)
SEEN_BY_OTHERS = [SessionState.STANDBY, SessionState.ACTIVE, SessionState.ENDING, SessionState.ENDED]
account_rights = st.dictionaries(
    st.sampled_from(Right), st.builds(AccountRight, st.booleans(), st.booleans())
)
own_settings = st.dictionaries(st.sampled_from(Right), st.booleans())
right_sets = st.frozensets(st.sampled_from(Right))


def actor(*rights: Right, user_id: int = ME) -> Actor:
    return Actor(
        account_id=1, domain="acme", account_name="Acme", user_id=user_id, user_name="ana", display_name="Ana Novak",
        email="ana@acme.example", is_owner=False, is_domain_admin=False, rights=frozenset(rights),
    )  # fmt: skip


def everybody(**settings: AccountRight) -> dict[Right, AccountRight]:
    return {Right[name]: setting for name, setting in settings.items()}


def in_force(account: dict[Right, AccountRight], own: dict[Right, bool] | None = None) -> frozenset[Right]:
    return rights_in_force(is_domain_admin=False, account=account, user=own or {})


def test_by_default_all_four_rights_are_on() -> None:
    assert in_force(BY_DEFAULT) == ALL


def test_a_domain_admin_always_can() -> None:
    off = {right: AccountRight(allowed=False, override_allowed=False) for right in Right}

    assert rights_in_force(is_domain_admin=True, account=off, user=dict.fromkeys(Right, False)) == ALL


def test_the_account_turns_a_right_off_for_everybody() -> None:
    account = everybody(CONTROL_DOMAIN=AccountRight(allowed=False))

    assert in_force(account) == ALL - {Right.CONTROL_DOMAIN}


def test_a_users_own_setting_counts_where_override_is_allowed() -> None:
    account = everybody(CONTROL_DOMAIN=AccountRight(allowed=False, override_allowed=True))

    assert in_force(account, {Right.CONTROL_DOMAIN: True}) == ALL


def test_a_users_own_setting_counts_for_nothing_where_the_account_enforces() -> None:
    account = everybody(CONTROL_DOMAIN=AccountRight(allowed=False, override_allowed=False))

    assert in_force(account, {Right.CONTROL_DOMAIN: True}) == ALL - {Right.CONTROL_DOMAIN}


def test_an_enforced_right_cannot_be_turned_off_for_one_user() -> None:
    account = everybody(VIEW_OWN=AccountRight(allowed=True, override_allowed=False))

    assert in_force(account, {Right.VIEW_OWN: False}) == ALL


@pytest.mark.parametrize(("control", "view"), VIEW_FOR_CONTROL.items())
def test_taking_view_away_takes_control_away(control: Right, view: Right) -> None:
    assert in_force(BY_DEFAULT, {view: False, control: True}) == ALL - {control, view}


@given(account=account_rights, own=own_settings)
def test_control_is_never_in_force_without_its_view(
    account: dict[Right, AccountRight], own: dict[Right, bool]
) -> None:
    rights = in_force(account, own)

    assert [
        control for control, view in VIEW_FOR_CONTROL.items() if control in rights and view not in rights
    ] == []


@given(account=account_rights, own=own_settings)
def test_a_read_only_domain_admin_views_everything_and_ends_nothing_of_others(
    account: dict[Right, AccountRight], own: dict[Right, bool]
) -> None:
    rights = rights_in_force(is_domain_admin=True, is_read_only=True, account=account, user=own)

    assert rights - {Right.CONTROL_OWN} == ALL - {Right.CONTROL_OWN, Right.CONTROL_DOMAIN}


def test_why_a_right_is_in_force_is_told() -> None:
    account = everybody(VIEW_OWN=AccountRight(), VIEW_DOMAIN=AccountRight(override_allowed=False))
    own = {Right.VIEW_OWN: False, Right.VIEW_DOMAIN: False}

    told = explain_rights(is_domain_admin=False, account=account, user=own)

    assert {
        right: told[right]
        for right in (Right.VIEW_OWN, Right.CONTROL_OWN, Right.VIEW_DOMAIN, Right.CONTROL_DOMAIN)
    } == {
        Right.VIEW_OWN: InForce(False, Why.OWN),
        Right.CONTROL_OWN: InForce(False, Why.WITHOUT_VIEW),
        Right.VIEW_DOMAIN: InForce(True, Why.ENFORCED),
        Right.CONTROL_DOMAIN: InForce(True, Why.ACCOUNT),
    }


@given(rights=right_sets, owner=st.sampled_from([ME, SOMEBODY]), state=st.sampled_from(SessionState))
def test_what_may_be_controlled_may_be_viewed(
    rights: frozenset[Right], owner: int, state: SessionState
) -> None:
    who = actor(*rights)

    assert may_view(who, owner, state) or not may_control(who, owner, state)


@given(rights=right_sets, owner=st.sampled_from([ME, SOMEBODY]), state=st.sampled_from(SessionState))
def test_who_may_view_a_session_may_open_license_usage(
    rights: frozenset[Right], owner: int, state: SessionState
) -> None:
    who = actor(*rights)

    assert may_view_any(who) or not may_view(who, owner, state)


@pytest.mark.parametrize("state", SEEN_BY_OTHERS)
def test_view_domain_shows_everybodys_sessions(state: SessionState) -> None:
    assert may_view(actor(Right.VIEW_DOMAIN), SOMEBODY, state)


@pytest.mark.parametrize("state", SessionState)
def test_view_own_shows_own_sessions_and_no_others(state: SessionState) -> None:
    who = actor(Right.VIEW_OWN)

    assert (may_view(who, ME, state), may_view(who, SOMEBODY, state)) == (True, False)


def test_nobody_but_its_own_user_sees_a_paused_session() -> None:
    who = actor(*Right)

    assert may_view(who, ME, SessionState.PAUSED)
    assert not may_view(who, SOMEBODY, SessionState.PAUSED)
    assert not may_control(who, SOMEBODY, SessionState.PAUSED)


@pytest.mark.parametrize("state", SEEN_BY_OTHERS)
def test_viewing_alone_ends_nothing(state: SessionState) -> None:
    who = actor(Right.VIEW_OWN, Right.VIEW_DOMAIN)

    assert (may_control(who, ME, state), may_control(who, SOMEBODY, state)) == (False, False)


def test_control_own_ends_own_sessions_and_no_others() -> None:
    who = actor(Right.VIEW_OWN, Right.VIEW_DOMAIN, Right.CONTROL_OWN)

    assert may_control(who, ME, SessionState.ACTIVE)
    assert not may_control(who, SOMEBODY, SessionState.ACTIVE)


def test_control_domain_ends_everybodys_sessions_ones_own_among_them() -> None:
    who = actor(Right.VIEW_DOMAIN, Right.CONTROL_DOMAIN)

    assert (may_control(who, ME, SessionState.ACTIVE), may_control(who, SOMEBODY, SessionState.ACTIVE)) == (
        True,
        True,
    )


def test_without_a_right_to_view_there_is_nothing_to_see() -> None:
    who = actor(Right.CONTROL_OWN, Right.CONTROL_DOMAIN)

    assert not may_view_any(who)


def test_the_login_is_domain_and_name_after_two_backslashes() -> None:
    assert actor().login == r"\\acme\ana"
