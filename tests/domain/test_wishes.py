from datetime import UTC, datetime, timedelta
from uuid import UUID

from webapp.domain.states import RefusalReason
from webapp.domain.wishes import CAME_BACK_WITHIN, STILL_TRYING, Attempt, LetIn, Outcome, Wish, fold

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BEN, CLEO = (1, 10), (2, 20)
LATER = BEGAN + timedelta(days=3)


def at(minutes: float) -> datetime:
    """So many minutes after the beginning."""
    return BEGAN + timedelta(minutes=minutes)


def refused(minutes: float, wish: str | None = None, pair: tuple[int, int] = BEN) -> Attempt:
    """A refusal."""
    number = UUID(int=int(minutes * 1000) + pair[0])
    return Attempt(number, pair, wish, at(minutes), RefusalReason.ACCOUNT_LIMIT, "SRV-1")


def let_in(
    minutes: float, key: str | None = None, pair: tuple[int, int] = BEN, *, on_ppu: bool = False
) -> LetIn:
    """A session that was let in."""
    return LetIn(pair, key, at(minutes), on_ppu)


def told(wishes: list[Wish]) -> list[tuple[int, Outcome, timedelta | None]]:
    """Of each wish: tries, what became of it, and after how long."""
    return [(wish.tries, wish.outcome, wish.after) for wish in wishes]


def test_retries_of_one_wish_are_one_wish_from_the_first_refusal_to_the_last() -> None:
    (wish,) = fold([refused(2, "k"), refused(0, "k"), refused(1, "k")], [], LATER)

    assert (wish.first_at, wish.last_at, wish.tries) == (at(0), at(2), 3)
    assert wish.refusal_id == refused(0).refusal_id


def test_refusals_without_a_key_are_wishes_of_their_own() -> None:
    assert told(fold([refused(0), refused(5)], [], LATER)) == [(1, Outcome.GAVE_UP, None)] * 2


def test_the_same_key_from_another_device_is_another_wish() -> None:
    assert len(fold([refused(0, "k"), refused(1, "k", CLEO)], [], LATER)) == 2


def test_who_got_in_did_so_after_the_time_since_the_first_refusal() -> None:
    wishes = fold([refused(0, "k"), refused(3, "k")], [let_in(4, "k")], LATER)

    assert told(wishes) == [(2, Outcome.GOT_IN, timedelta(minutes=4))]


def test_who_was_let_in_on_minutes_went_on_pay_per_use() -> None:
    wishes = fold([refused(0, "k")], [let_in(1, "k", on_ppu=True)], LATER)

    assert told(wishes) == [(1, Outcome.ON_PPU, timedelta(minutes=1))]


def test_who_comes_back_without_a_key_within_the_hour_got_in_and_later_did_not() -> None:
    hour = CAME_BACK_WITHIN / timedelta(minutes=1)

    assert told(fold([refused(0)], [let_in(hour)], LATER)) == [(1, Outcome.GOT_IN, CAME_BACK_WITHIN)]
    assert told(fold([refused(0)], [let_in(hour + 0.1)], LATER)) == [(1, Outcome.GAVE_UP, None)]


def test_a_session_before_the_refusal_or_of_somebody_else_fulfils_nothing() -> None:
    wishes = fold([refused(5)], [let_in(4), let_in(6, pair=CLEO)], LATER)

    assert told(wishes) == [(1, Outcome.GAVE_UP, None)]


def test_a_session_fulfils_one_wish_alone() -> None:
    wishes = fold([refused(0), refused(1)], [let_in(2)], LATER)

    assert [wish.outcome for wish in wishes] == [Outcome.GOT_IN, Outcome.GAVE_UP]


def test_a_session_of_a_key_is_not_taken_by_an_earlier_wish_without_one() -> None:
    wishes = fold([refused(0), refused(1, "k")], [let_in(2, "k")], LATER)

    assert [wish.outcome for wish in wishes] == [Outcome.GAVE_UP, Outcome.GOT_IN]


def test_somebody_is_still_waiting_as_long_as_their_client_may_ask_again() -> None:
    still = at(0) + STILL_TRYING - timedelta(seconds=1)

    assert told(fold([refused(0, "k")], [], still)) == [(1, Outcome.WAITING, None)]
    assert told(fold([refused(0, "k")], [], at(0) + STILL_TRYING)) == [(1, Outcome.GAVE_UP, None)]


def test_a_session_that_is_resumed_refused_again_and_resumed_again_are_two_wishes() -> None:
    attempts = [refused(0, "session"), refused(60, "session"), refused(61, "session")]

    wishes = fold(attempts, [let_in(5, "session"), let_in(65, "session")], LATER)

    assert told(wishes) == [
        (1, Outcome.GOT_IN, timedelta(minutes=5)),
        (2, Outcome.GOT_IN, timedelta(minutes=5)),
    ]


def test_after_a_day_of_silence_the_same_key_is_another_wish() -> None:
    day = 24 * 60

    assert len(fold([refused(0, "k"), refused(day, "k")], [], LATER)) == 1
    assert len(fold([refused(0, "k"), refused(day + 1, "k")], [], LATER)) == 2


def test_wishes_come_in_the_order_of_their_first_refusal() -> None:
    wishes = fold([refused(3), refused(1, "k", CLEO), refused(2), refused(4, "k", CLEO)], [], LATER)

    assert [wish.first_at for wish in wishes] == [at(1), at(2), at(3)]
