"""One line of the table: what was measured in this run, beside its yardstick and its goal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """An operation as measured. `ratio` is ours by the yardstick's, measured in turns in this very run, or None.

    `cpu` is in cores and `memory` in MiB, of all processes of the server. `met` is None where there is no goal to meet.
    """

    operation: str
    ours: str
    yardstick: str = ""
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None
    p50_ms: float | None = None
    p99_ms: float | None = None
    cpu: float | None = None
    memory: float | None = None
    remark: str = ""

    def cells(self) -> tuple[str, ...]:
        """The row as the table prints it, in the order of HEADINGS."""
        return (
            self.operation,
            self.ours,
            self.yardstick,
            _number(self.ratio, 2),
            self.goal,
            {None: "", True: "yes", False: "**no**"}[self.met],
            _number(self.p50_ms, 1),
            _number(self.p99_ms, 1),
            _number(self.cpu, 2),
            _number(self.memory, 0),
            self.remark,
        )


HEADINGS = (
    "operation", "Seatkeeper", "yardstick", "ratio", "goal", "met", "p50 ms", "p99 ms", "cores", "MiB", "remark",
)  # fmt: skip


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table, which reads well on a terminal too."""
    lines = [HEADINGS, tuple("---" for _ in HEADINGS), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:,.{digits}f}"
