import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain import admission
from webapp.domain.admission import (
    AdmissionFacts,
    AskFirst,
    Decision,
    OnLicense,
    OnMinutes,
    PpuFacts,
    TurnedAway,
)
from webapp.domain.ppu import PpuObstacle
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


NO_PPU = PpuFacts(PpuObstacle.OFF, minutes=0, must_ask=False, accepts=None)


def decide_admission(facts: AdmissionFacts, ppu: PpuFacts = NO_PPU) -> Decision:
    return admission.decide_admission(facts, lambda: ppu)


def minutes(
    left: int, *, must_ask: bool = False, accepts: bool | None = None, obstacle: PpuObstacle | None = None
) -> PpuFacts:
    return PpuFacts(obstacle, left, must_ask, accepts)


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


def test_rule_4_without_a_free_license_minutes_let_in() -> None:
    assert decide_admission(facts(), minutes(120)) == OnMinutes(120)


def test_rule_4_comes_after_a_free_license_and_after_the_own_limit() -> None:
    assert decide_admission(facts(lowest_free=1), minutes(120)) == OnLicense(1, taken=True)
    assert decide_admission(facts(own_limit=0), minutes(120)) == TurnedAway(RefusalReason.USER_LIMIT)


def test_rule_4_where_a_yes_is_wanted_first_nothing_is_decided_without_one() -> None:
    assert decide_admission(facts(), minutes(120, must_ask=True)) == AskFirst(120)
    assert decide_admission(facts(), minutes(120, must_ask=True, accepts=True)) == OnMinutes(120)


def test_rule_4_a_no_to_minutes_is_a_refusal_also_where_nobody_had_to_ask() -> None:
    refused = TurnedAway(RefusalReason.ACCOUNT_LIMIT, PpuObstacle.DECLINED)

    assert decide_admission(facts(), minutes(120, must_ask=True, accepts=False)) == refused
    assert decide_admission(facts(), minutes(120, accepts=False)) == refused


@pytest.mark.parametrize("obstacle", [o for o in PpuObstacle if o is not PpuObstacle.DECLINED])
def test_rule_5_without_license_or_minutes_the_account_limit_refuses_and_says_why(
    obstacle: PpuObstacle,
) -> None:
    decision = decide_admission(facts(), minutes(0, obstacle=obstacle, accepts=True))

    assert decision == TurnedAway(RefusalReason.ACCOUNT_LIMIT, obstacle)


@pytest.mark.parametrize(("free", "excess"), [(1, 1), (1, 2), (2, 2)])
def test_free_licenses_that_the_ones_above_a_lowered_number_use_up_admit_nobody(
    free: int, excess: int
) -> None:
    decision = decide_admission(facts(lowest_free=1, free=free, excess=excess))

    assert decision == TurnedAway(RefusalReason.ACCOUNT_LIMIT, PpuObstacle.OFF)


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
    elif decision == TurnedAway(RefusalReason.USER_LIMIT):
        assert own_limit is not None
        assert devices >= own_limit
    else:
        assert len(held) >= licenses
