import pytest

from webapp.domain.user_actions import Role, UserAction, role_of, why_not, why_not_email, why_not_role

NO = {"is_self": False, "is_owner": False, "is_disabled": False}


@pytest.mark.parametrize("action", [a for a in UserAction if a not in (UserAction.ENABLE, UserAction.ERASE)])
def test_everything_but_enabling_and_erasing_can_be_done_to_a_colleague(action: UserAction) -> None:
    assert why_not(action, **NO) is None


@pytest.mark.parametrize(
    ("action", "standing", "why"),
    [
        (UserAction.DISABLE, {"is_owner": True}, "is the account owner, who is never disabled"),
        (UserAction.DISABLE, {"is_self": True}, "is you: ask another domain admin to disable you"),
        (UserAction.DISABLE, {"is_disabled": True}, "is disabled already"),
        (UserAction.ENABLE, {}, "is not disabled"),
        (UserAction.ERASE, {}, "is not disabled: disable them first"),
        (UserAction.ENABLE, {"is_disabled": True, "is_erased": True}, "was erased"),
    ],
)
def test_what_cannot_be_done_says_why(action: UserAction, standing: dict[str, bool], why: str) -> None:
    assert why_not(action, **{**NO, **standing}) == why


def test_a_disabled_user_can_be_enabled() -> None:
    assert why_not(UserAction.ENABLE, is_self=False, is_owner=False, is_disabled=True) is None


@pytest.mark.parametrize("role", list(Role))
def test_a_role_is_two_marks(role: Role) -> None:
    assert role_of(is_domain_admin=role.is_domain_admin, is_read_only=role.is_read_only) is role


@pytest.mark.parametrize("role", [Role.USER, Role.READ_ONLY])
def test_the_owner_stays_a_domain_admin(role: Role) -> None:
    assert why_not_role(role, Role.ADMIN, is_self=False, is_owner=True) == (
        "The account owner always is a domain admin who may change everything."
    )


@pytest.mark.parametrize("role", [Role.USER, Role.READ_ONLY])
def test_nobody_takes_their_own_rights_away(role: Role) -> None:
    assert why_not_role(role, Role.ADMIN, is_self=True, is_owner=False) == (
        "You cannot take your own rights in Administration away. Ask another domain admin to."
    )


@pytest.mark.parametrize("role", list(Role))
def test_a_colleague_can_be_given_any_role(role: Role) -> None:
    assert why_not_role(role, Role.USER, is_self=False, is_owner=False) is None


@pytest.mark.parametrize(
    ("is_self", "is_owner", "may"),
    [(False, False, True), (True, False, True), (True, True, True), (False, True, False)],
)
def test_nobody_but_the_owner_changes_the_owner_s_address(is_self: bool, is_owner: bool, may: bool) -> None:
    assert (why_not_email(is_self=is_self, is_owner=is_owner) is None) is may
