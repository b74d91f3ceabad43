import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.admission import AdmissionFacts, OnLicense, TurnedAway, decide_admission
from webapp.domain.states import RefusalReason


def facts(
    pair_license: int | None = None,
    own_limit: int | None = None,
    devices_connected: int = 0,
    lowest_free: int | None = None,
    excess: int = 0,
    free: int | None = None,
) -> AdmissionFacts:
    """Facts of an account on which nothing stands in the way but what is given."""
    if free is None:
        free = 0 if lowest_free is None else 1
    return AdmissionFacts(pair_license, own_limit, devices_connected, lowest_free, excess, free)


def test_rule_1_a_pair_that_holds_a_license_gets_in_on_it() -> None:
    decision = decide_admission(facts(pair_license=7, lowest_free=2))

    assert decision == OnLicense(7, taken=False)


def test_rule_1_comes_before_the_own_limit_and_before_a_lowered_number() -> None:
    decision = decide_admission(facts(pair_license=7, own_limit=0, devices_connected=1, excess=4))

    assert decision == OnLicense(7, taken=False)


def test_rule_2_a_user_at_their_own_limit_is_refused_though_licenses_are_free() -> None:
    decision = decide_admission(facts(own_limit=2, devices_connected=2, lowest_free=1, free=10))

    assert decision == TurnedAway(RefusalReason.USER_LIMIT)


def test_rule_2_comes_before_the_account_limit() -> None:
    decision = decide_admission(facts(own_limit=1, devices_connected=1))

    assert decision == TurnedAway(RefusalReason.USER_LIMIT)


def test_rule_2_a_user_below_their_own_limit_gets_in() -> None:
    decision = decide_admission(facts(own_limit=2, devices_connected=1, lowest_free=3))

    assert decision == OnLicense(3, taken=True)


def test_rule_2_an_own_limit_of_nothing_lets_nobody_in() -> None:
    decision = decide_admission(facts(own_limit=0, lowest_free=1))

    assert decision == TurnedAway(RefusalReason.USER_LIMIT)


def test_rule_2_no_own_limit_is_no_limit() -> None:
    decision = decide_admission(facts(own_limit=None, devices_connected=1000, lowest_free=1))

    assert decision == OnLicense(1, taken=True)


def test_rule_3_the_lowest_free_license_is_taken() -> None:
    decision = decide_admission(facts(lowest_free=4, free=20))

    assert decision == OnLicense(4, taken=True)


def test_rule_5_without_a_free_license_the_account_limit_refuses() -> None:
    decision = decide_admission(facts())

    assert decision == TurnedAway(RefusalReason.ACCOUNT_LIMIT)


@pytest.mark.parametrize(("free", "excess"), [(1, 1), (1, 2), (2, 2)])
def test_free_licenses_that_the_ones_above_a_lowered_number_use_up_admit_nobody(
    free: int, excess: int
) -> None:
    decision = decide_admission(facts(lowest_free=1, free=free, excess=excess))

    assert decision == TurnedAway(RefusalReason.ACCOUNT_LIMIT)


def test_once_fewer_are_held_than_the_lowered_number_the_next_gets_in() -> None:
    decision = decide_admission(facts(lowest_free=1, free=2, excess=1))

    assert decision == OnLicense(1, taken=True)


@given(
    licenses=st.integers(0, 8),
    held=st.sets(st.integers(1, 12)),
    own_limit=st.none() | st.integers(0, 3),
    devices=st.integers(0, 3),
)
def test_whoever_takes_a_license_leaves_no_more_held_than_the_account_has(
    licenses: int, held: set[int], own_limit: int | None, devices: int
) -> None:
    free = sorted(set(range(1, licenses + 1)) - held)
    above = sum(number > licenses for number in held)

    decision = decide_admission(
        AdmissionFacts(None, own_limit, devices, min(free, default=None), above, len(free))
    )

    if isinstance(decision, OnLicense):
        assert len(held | {decision.number}) == len(held) + 1 <= licenses
        assert decision.number == free[0]
    elif decision.reason is RefusalReason.ACCOUNT_LIMIT:
        assert len(held) >= licenses
    else:
        assert own_limit is not None
        assert devices >= own_limit
