import pytest

from webapp.domain.errors import Invalid
from webapp.domain.setting_checks import time_zones
from webapp.domain.settings import LICENSES, SETTINGS, Value
from webapp.models import Account

ALL = {**SETTINGS, "licenses": LICENSES}


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("name", "  Acme Engineering ", "Acme Engineering"),
        ("time_zone", "Europe/Ljubljana", "Europe/Ljubljana"),
        ("time_zone", " ljubljana ", "Europe/Ljubljana"),
        ("time_zone", "new york", "America/New_York"),
        ("time_zone", "utc", "UTC"),
        ("language", "sl", "sl"),
        ("notice_seconds", " 20 ", 20),
        ("notice_seconds", "1", 1),
        ("notice_seconds", "86,400", 86_400),
        ("default_reason", "Lunch", "Lunch"),
        ("default_reason", "  ", None),
        ("ready_reasons", " Lunch \r\n\r\nMaintenance\nLunch\n", "Lunch\nMaintenance"),
        ("ready_reasons", " \n ", None),
        ("lease_seconds", "10", 10),
        ("two_step", "admins", "admins"),
        ("browser_hours", "8760", 8760),
        ("licenses", "0", 0),
        ("licenses", "1000000", 1_000_000),
    ],
)
def test_what_can_be_used_is_taken_in_its_stored_form(name: str, typed: str, value: Value) -> None:
    assert ALL[name].check(typed) == value


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("name", " "),
        ("name", "x" * 201),
        ("name", "two\nlines"),
        ("time_zone", ""),
        ("time_zone", "Atlantis"),
        ("time_zone", "../etc/passwd"),
        ("language", "fr"),
        ("notice_seconds", "0"),
        ("notice_seconds", "86401"),
        ("notice_seconds", "-1"),
        ("notice_seconds", "1.5"),
        ("notice_seconds", "²"),
        ("notice_seconds", ""),
        ("notice_seconds", "9" * 40),
        ("default_reason", "x" * 201),
        ("default_reason", "two\nlines"),
        ("ready_reasons", "\n".join(map(str, range(11)))),
        ("ready_reasons", "x" * 201),
        ("ready_reasons", "a\tb"),
        ("lease_seconds", "9"),
        ("two_step", "sometimes"),
        ("browser_hours", "0"),
        ("licenses", "-1"),
        ("licenses", "1000001"),
    ],
)
def test_what_cannot_be_used_is_refused_at_its_field(name: str, typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        ALL[name].check(typed)

    assert refused.value.field == name


@pytest.mark.parametrize("name", [name for name, setting in SETTINGS.items() if setting.has_default])
def test_the_default_of_a_setting_is_that_of_a_new_account(name: str) -> None:
    default = Account.__table__.columns[name].default

    assert getattr(default, "arg", None) == SETTINGS[name].default


def test_the_time_zones_begin_with_utc_and_name_places() -> None:
    assert time_zones()[0] == "UTC"
    assert "Europe/Ljubljana" in time_zones()
    assert not [zone for zone in time_zones() if zone.startswith(("Etc/", "posix", "US/"))]


def test_a_value_is_shown_with_its_unit() -> None:
    notice, hours = SETTINGS["notice_seconds"], SETTINGS["browser_hours"]

    assert (notice.shown(30), notice.shown(1), notice.brief(30)) == ("30 seconds", "1 second", "30")
    assert hours.shown(1000) == "1,000 hours"
    assert SETTINGS["default_reason"].shown(None) == "none"
    assert SETTINGS["two_step"].shown("admins") == "Required for domain admins"
