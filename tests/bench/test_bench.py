"""The bench itself goes on working: its cheap parts, with tiny numbers. How fast anything is, is not looked at."""

from pathlib import Path

import pytest

from tests.bench import report
from tests.bench.ground import Ground
from tests.bench.parts import Part, all_parts
from tests.bench.processes import Missing, installed
from tests.bench.rows import Row, table

CHEAP = ("renewal",)


@pytest.mark.slow
@pytest.mark.parametrize(
    "part", [part for part in all_parts() if part.name in CHEAP], ids=lambda part: part.name
)
def test_a_part_runs_and_measures(part: Part, tmp_path: Path) -> None:
    try:
        installed("wrk")
    except Missing as missing:
        pytest.skip(str(missing))

    rows = part.run(Ground(tmp_path, quick=True))

    assert all(row.ours for row in rows)


def test_a_row_without_a_ratio_prints_none() -> None:
    assert table([Row("start", "1.5 s", goal="< 3 s", met=True)]).splitlines()[-1] == (
        "| start | 1.5 s |  |  | < 3 s | yes |  |  |  |  |  |"
    )


def test_a_part_that_was_not_run_keeps_what_the_report_says_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "REPORT", tmp_path / "benchmarks.md")
    first, second = (Part(name, name.title(), "How.", lambda _: []) for name in ("first", "second"))
    report.write(
        {"first": (first, [Row("a", "1/s")]), "second": (second, [Row("b", "2/s")])},
        [first, second],
        tmp_path,
    )

    report.write({"first": (first, [Row("a", "3/s")])}, [first, second], tmp_path)

    text = report.REPORT.read_text()
    assert [figure in text for figure in ("1/s", "2/s", "3/s")] == [False, True, True]
