"""A report as CSV (RFC 4180), sent as it is made, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from flask import Response, stream_with_context

from webapp.domain.spreadsheets import guarded

AT_ONCE = 500
"""Lines that are sent together."""
Cell = str | int | float | None


def csv_response(columns: Sequence[str], rows: Iterable[Sequence[Cell]], file_name: str) -> Response:
    """An answer that browsers save under this name. Texts are guarded; numbers stay numbers, also negative ones."""
    headers = {"Content-Disposition": f'attachment; filename="{file_name}"'}
    return Response(stream_with_context(_parts(chain([columns], rows))), mimetype="text/csv", headers=headers)


def _parts(rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    lines = iter(rows)
    while some := list(islice(lines, AT_ONCE)):
        text = io.StringIO()
        csv.writer(text).writerows([_cell(cell) for cell in row] for row in some)
        yield text.getvalue()


def _cell(cell: Cell) -> Cell:
    return guarded(cell) if isinstance(cell, str) else cell
