from datetime import timedelta

import pytest

from tests.support.clock import START
from webapp.domain.sign_in_protection import (
    address_key,
    code_key,
    delay_after,
    free_failures,
    in_words,
    name_key,
    seconds_left,
)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (4, 0), (5, 1), (6, 2), (7, 4), (14, 512), (15, 900), (16, 900), (1_000_000, 900)],
)
def test_the_delay_begins_after_five_failures_and_doubles_up_to_a_quarter_of_an_hour(
    failures: int, seconds: int
) -> None:
    assert delay_after(failures, free_failures("user:acme\\ana")) == timedelta(seconds=seconds)


def test_an_address_that_many_share_has_a_laxer_bound_than_a_name() -> None:
    assert free_failures(address_key("192.0.2.1")) == 10 * free_failures(name_key("acme\\ana"))
    assert free_failures(code_key(1)) == free_failures(name_key("acme\\ana"))


@pytest.mark.parametrize(
    ("left", "seconds"), [(timedelta(0), 0), (timedelta(microseconds=1), 1), (timedelta(seconds=2), 2)]
)
def test_what_is_left_is_told_in_whole_seconds(left: timedelta, seconds: int) -> None:
    assert seconds_left(START + left, START) == seconds


def test_nothing_is_left_where_nothing_was_delayed() -> None:
    assert seconds_left(None, START) == 0


@pytest.mark.parametrize("typed", [r"\\acme\ana", r"acme\ana", r"  ACME\Ana "])
def test_a_name_is_counted_however_it_is_typed(typed: str) -> None:
    assert name_key(typed) == r"user:acme\ana"


def test_an_e_mail_address_has_a_count_of_its_own_so_that_none_tells_whose_it_is() -> None:
    assert name_key("Ana@acme.example") == "user:ana@acme.example"


def test_a_name_that_nobody_can_have_is_counted_as_well() -> None:
    assert name_key("  NoBody ") == "user:nobody"
    assert len(name_key("x" * 1000)) == 300


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("192.0.2.1", "address:192.0.2.1"),
        ("::ffff:192.0.2.1", "address:192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "address:2001:db8:1:2::/64"),
        ("", "address:"),
    ],
)
def test_an_address_is_counted_by_what_its_owner_cannot_choose(address: str, key: str) -> None:
    assert address_key(address) == key


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 second"), (59, "59 seconds"), (60, "1 minute"), (61, "2 minutes")]
)
def test_the_wait_is_told_in_words(seconds: int, words: str) -> None:
    assert in_words(seconds) == words
