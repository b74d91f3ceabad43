import pytest

from webapp.domain.versions import Outdated, check_version, version_of, was_seen

SEEN = {"notice_seconds": 30, "default_reason": None}


def test_the_same_values_have_the_same_version_in_whatever_order() -> None:
    assert version_of(SEEN) == version_of({"default_reason": None, "notice_seconds": 30})


def test_a_version_is_current_while_nothing_has_changed() -> None:
    check_version(version_of(SEEN), SEEN)


def test_what_has_changed_meanwhile_is_told_with_what_is_stored_now() -> None:
    stored = {**SEEN, "notice_seconds": 20}

    with pytest.raises(Outdated) as outdated:
        check_version(version_of(SEEN), stored)

    assert outdated.value.stored == stored


@pytest.mark.parametrize("seen", ["", "nonsense", "notice_seconds=0"])
def test_a_version_that_was_made_up_is_not_current(seen: str) -> None:
    with pytest.raises(Outdated):
        check_version(seen, SEEN)


def test_each_field_tells_whether_its_value_was_seen() -> None:
    seen = version_of(SEEN)

    assert was_seen(seen, "notice_seconds", 30)
    assert was_seen(seen, "notice_seconds", "30")
    assert was_seen(seen, "default_reason", "")
    assert not was_seen(seen, "notice_seconds", 20)
    assert not was_seen(seen, "lease_seconds", 30)
