from webapp.domain.refusals import RefusalText, explain
from webapp.domain.states import RefusalReason


def test_at_the_account_limit_it_says_that_ending_a_holders_sessions_helps() -> None:
    text = explain(RefusalReason.ACCOUNT_LIMIT, 3, None, "Ana Novak")

    assert text == RefusalText(
        "No license is free",
        "All 3 licenses are in use. License Usage shows who holds them; "
        "ending all sessions of one holder frees a license.",
    )


def test_an_account_with_one_license_is_told_so() -> None:
    text = explain(RefusalReason.ACCOUNT_LIMIT, 1, None, "Ana Novak")

    assert text.detail.startswith("The only license is in use.")


def test_an_account_without_licenses_is_sent_to_its_owner() -> None:
    text = explain(RefusalReason.ACCOUNT_LIMIT, 0, None, "Ana Novak")

    assert text == RefusalText(
        "No license", "This account has no licenses. Ask the account owner, Ana Novak, for one."
    )


def test_at_the_own_limit_it_says_that_free_licenses_make_no_difference_and_whom_to_ask() -> None:
    text = explain(RefusalReason.USER_LIMIT, 3, 1, "Ana Novak")

    assert text == RefusalText(
        "Your own limit is reached",
        "You may be connected from 1 device at once, and you are. Free licenses make no difference to this limit: "
        "close your sessions on another device, or ask the account owner, Ana Novak, to raise it.",
    )


def test_an_own_limit_of_several_devices_counts_them() -> None:
    text = explain(RefusalReason.USER_LIMIT, 3, 2, "Ana Novak")

    assert text.detail.startswith("You may be connected from 2 devices at once, and you are.")


def test_who_may_be_connected_from_no_device_is_not_told_that_they_are() -> None:
    text = explain(RefusalReason.USER_LIMIT, 3, 0, "Ana Novak")

    assert text.detail == (
        "You may not be connected from any device. Free licenses make no difference to this limit: "
        "ask the account owner, Ana Novak, to raise it."
    )
