import io
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from webapp.domain.errors import Invalid
from webapp.domain.history_file import NO_REMOTE, BadLine, PastSession, read_history
from webapp.domain.states import SessionKind

LJUBLJANA = ZoneInfo("Europe/Ljubljana")
NOW = datetime(2026, 11, 1, tzinfo=UTC)
HEAD = "user,device,started,ended"
GOOD = "ana,PC-1,2026-03-02 09:00:00,2026-03-02 10:00:00"


def entries(*lines: str) -> list[PastSession | BadLine]:
    """What is read from these lines."""
    file = io.StringIO("".join(line + "\r\n" for line in lines), newline="")
    return list(read_history(file, LJUBLJANA, NOW))


def session(*lines: str) -> PastSession:
    """The only session of these lines, which must be good."""
    (only,) = entries(*lines)
    assert isinstance(only, PastSession), only
    return only


def bad(found: Sequence[PastSession | BadLine]) -> list[int]:
    """The numbers of the bad lines."""
    return [entry.line for entry in found if isinstance(entry, BadLine)]


def test_a_line_is_a_session_with_its_times_in_utc() -> None:
    read = session(HEAD, GOOD)

    assert (read.line, read.user, read.device) == (2, "ana", "PC-1")
    assert read.started == datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    assert read.ended == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert (read.remote, read.kind, read.id) == (NO_REMOTE, SessionKind.UNATTENDED, "")


def test_a_time_with_an_offset_is_what_it_says() -> None:
    read = session(HEAD, "ana,PC-1,2026-03-02T09:00:00-05:00,2026-03-02T15:00:00Z")

    assert read.started == datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
    assert read.ended == datetime(2026, 3, 2, 15, 0, tzinfo=UTC)


def test_columns_may_come_in_any_order_with_others_among_them() -> None:
    read = session(
        "Ended,note,KIND,user,id,device,remote,started",
        "2026-03-02 10:00,hello,Support,ana,7,PC-1,SRV,2026-03-02 09:00",
    )

    assert (read.kind, read.id, read.remote, read.device) == (SessionKind.SUPPORT, "7", "SRV", "PC-1")


@pytest.mark.parametrize("head", ["", "user,device,started", "a,b,c,d"])
def test_a_file_that_does_not_name_its_columns_is_refused_whole(head: str) -> None:
    with pytest.raises(Invalid, match="user, device, started, ended"):
        entries(head, GOOD)


def test_a_mark_at_the_beginning_and_empty_lines_are_passed_over() -> None:
    assert session("\ufeff" + HEAD, "", "   ", GOOD).line == 4


@pytest.mark.parametrize(
    "line",
    [
        "ana,PC-1,2026-03-02 09:00",
        "ana,PC-1,yesterday,2026-03-02 10:00",
        "ana,PC-1,2026-03-02 10:00,2026-03-02 10:00",
        "ana,PC-1,2026-03-02 10:00,2027-03-02 10:00",
        "ana,PC-1,2020-03-02 10:00,2026-03-02 10:00",
        ",PC-1,2026-03-02 09:00,2026-03-02 10:00",
        "ana,,2026-03-02 09:00,2026-03-02 10:00",
    ],
    ids=["too few cells", "no time", "no length", "in the future", "six years", "nobody", "no device"],
)
def test_a_bad_line_is_told_with_its_number_and_the_others_are_kept(line: str) -> None:
    found = entries(HEAD, GOOD, line, GOOD)

    assert bad(found) == [3]
    assert [type(entry) for entry in found] == [PastSession, BadLine, PastSession]


def test_a_kind_that_there_is_not_is_told() -> None:
    (only,) = entries(HEAD + ",kind", GOOD + ",video")

    assert only == BadLine(2, "The kind is unattended or support, or nothing.")


def test_a_cell_may_hold_quotes_commas_and_lines_and_numbers_count_the_lines_of_the_file() -> None:
    found = entries(HEAD + ",remote", GOOD + ',"a ""b"", c"', GOOD + ',"two\r\nlines"', GOOD + ",last")

    assert [entry.line for entry in found] == [2, 3, 5]
    assert isinstance(found[0], PastSession)
    assert found[0].remote == 'a "b", c'


def test_what_an_export_guarded_against_spreadsheets_is_read_as_it_was() -> None:
    assert session(HEAD + ",remote", GOOD + ",'=SUM(A1)").remote == "=SUM(A1)"


def test_on_the_night_when_clocks_go_back_times_without_offset_are_the_first_of_the_two() -> None:
    read = session(HEAD, "ana,PC-1,2026-10-25 01:30,2026-10-25 02:30")

    assert read.ended == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
