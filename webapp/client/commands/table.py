"""Tables of plain text."""

from collections.abc import Sequence
from datetime import datetime

from webapp.client.printable import printable


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell."""
    lines = [list(head), *([printable(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def clock_time(at: datetime | None) -> str:
    """A moment as this device's owner reads it."""
    return "" if at is None else at.astimezone().strftime("%Y-%m-%d %H:%M")
