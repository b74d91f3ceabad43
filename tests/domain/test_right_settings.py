from contextlib import nullcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.access import VIEW_FOR_CONTROL, AccountRight, InForce, Right, Why, explain_rights
from webapp.domain.errors import Invalid
from webapp.domain.right_settings import check_account_rights, check_own_rights, in_words

OFF = AccountRight(allowed=False)
ENFORCED_OFF = AccountRight(allowed=False, override_allowed=False)
ENFORCED_ON = AccountRight(allowed=True, override_allowed=False)
account_settings = st.dictionaries(
    st.sampled_from(Right), st.builds(AccountRight, st.booleans(), st.booleans())
)
own_settings = st.dictionaries(st.sampled_from(Right), st.booleans())


def why(
    account: dict[Right, AccountRight],
    own: dict[Right, bool],
    right: Right,
    *,
    admin: bool = False,
    looks: bool = False,
) -> str:
    explained = explain_rights(is_domain_admin=admin, is_read_only=looks, account=account, user=own)
    return in_words(explained[right])


@pytest.mark.parametrize(
    ("account", "own", "words"),
    [
        ({}, {}, "on, from the account’s settings"),
        ({Right.VIEW_DOMAIN: OFF}, {}, "off, from the account’s settings"),
        ({Right.VIEW_DOMAIN: OFF}, {Right.VIEW_DOMAIN: True}, "on, the user’s own setting"),
        ({}, {Right.VIEW_DOMAIN: False}, "off, the user’s own setting"),
        ({Right.VIEW_DOMAIN: ENFORCED_OFF}, {Right.VIEW_DOMAIN: True}, "off, enforced for everybody"),
        ({Right.VIEW_DOMAIN: ENFORCED_ON}, {Right.VIEW_DOMAIN: False}, "on, enforced for everybody"),
    ],
)
def test_what_is_in_force_is_said_with_its_reason(
    account: dict[Right, AccountRight], own: dict[Right, bool], words: str
) -> None:
    assert why(account, own, Right.VIEW_DOMAIN) == words


def test_control_whose_view_is_off_is_said_to_need_it() -> None:
    own = {Right.VIEW_DOMAIN: False, Right.CONTROL_DOMAIN: True}

    assert why({}, own, Right.CONTROL_DOMAIN) == "off, control needs its view, which is off"


def test_control_that_is_off_anyway_is_off_for_its_own_reason() -> None:
    account = {Right.VIEW_DOMAIN: OFF, Right.CONTROL_DOMAIN: ENFORCED_OFF}

    assert why(account, {}, Right.CONTROL_DOMAIN) == "off, enforced for everybody"


def test_domain_admins_always_can() -> None:
    assert (
        why({Right.VIEW_OWN: ENFORCED_OFF}, {}, Right.VIEW_OWN, admin=True) == "on, domain admins always can"
    )


def test_a_read_only_admin_views_everything_and_ends_nothing_of_others() -> None:
    account = dict.fromkeys(Right, ENFORCED_OFF)

    explained = explain_rights(is_domain_admin=True, is_read_only=True, account=account, user={})

    assert {right for right, in_force in explained.items() if in_force.on} == set(Right) - set(
        VIEW_FOR_CONTROL
    )
    assert explained[Right.CONTROL_DOMAIN] == InForce(on=False, why=Why.READ_ONLY_ADMIN)
    assert explained[Right.CONTROL_OWN] == InForce(on=False, why=Why.ENFORCED)


@pytest.mark.parametrize(("control", "view"), VIEW_FOR_CONTROL.items())
def test_control_cannot_be_on_for_everybody_without_its_view(control: Right, view: Right) -> None:
    with pytest.raises(Invalid) as refused:
        check_account_rights({view: OFF})

    assert refused.value.field == control
    check_account_rights({view: OFF, control: OFF})


@pytest.mark.parametrize(("control", "view"), VIEW_FOR_CONTROL.items())
@pytest.mark.parametrize(
    ("account_view", "own_view", "may"),
    [
        (AccountRight(), None, True),
        (AccountRight(), False, False),
        (OFF, None, False),
        (OFF, True, True),
        (ENFORCED_ON, None, True),
        (ENFORCED_OFF, None, False),
    ],
)
def test_control_can_be_chosen_for_a_user_where_its_view_is_on_for_them(
    control: Right, view: Right, account_view: AccountRight, own_view: bool | None, may: bool
) -> None:
    wanted = {control: True} if own_view is None else {control: True, view: own_view}

    with nullcontext() if may else pytest.raises(Invalid, match="nobody ends what they cannot see"):
        check_own_rights({view: account_view}, {}, wanted)


def test_what_the_account_enforces_cannot_be_chosen_for_a_user() -> None:
    with pytest.raises(Invalid) as refused:
        check_own_rights({Right.VIEW_OWN_REPORTS: ENFORCED_ON}, {}, {Right.VIEW_OWN_REPORTS: True})

    assert refused.value.field == Right.VIEW_OWN_REPORTS


def test_what_stays_as_it_was_is_not_judged_anew() -> None:
    before = {Right.CONTROL_DOMAIN: True, Right.VIEW_OWN: True}
    account = {Right.VIEW_DOMAIN: OFF, Right.VIEW_OWN: ENFORCED_OFF}

    check_own_rights(account, before, {**before, Right.VIEW_OWN_REPORTS: False})


@given(account=account_settings, own=own_settings)
def test_what_may_be_chosen_comes_into_force(
    account: dict[Right, AccountRight], own: dict[Right, bool]
) -> None:
    try:
        check_own_rights(account, {}, own)
    except Invalid:
        return
    explained = explain_rights(is_domain_admin=False, account=account, user=own)

    assert {right: explained[right].on for right in own} == own
