"""Users as CSV (RFC 4180): the columns, and reading a file that a person or a spreadsheet wrote."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from webapp.domain.errors import Invalid
from webapp.domain.spreadsheets import guarded, unguarded
from webapp.domain.texts import phrase

IMPORT_MAX_BYTES = 1024 * 1024
IMPORT_MAX_LINES = 1000
COLUMNS = ("name", "full name", "e-mail", "own limit", "domain admin", "state")
OTHER_WORDS = {
    "user name": "name",
    "display name": "full name",
    "email": "e-mail",
    "e mail": "e-mail",
    "limit": "own limit",
    "admin": "domain admin",
}
DELIMITERS = ",;\t"
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class CsvLine:
    """A line of the file: where it begins, its cells by column, and what is wrong with its form."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    error: str | None = None


def decoded(data: bytes) -> str:
    """The text of an uploaded file. Raises Invalid for one that is too large, or no UTF-8."""
    if len(data) > IMPORT_MAX_BYTES:
        raise Invalid("text", phrase("This is more than 1 MiB. Import it in parts."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(
            "text", phrase("This file is not UTF-8. Save it as “CSV UTF-8” and try again.")
        ) from None


def read_csv(text: str) -> list[CsvLine]:
    """Read the lines behind the header. Raises Invalid when the header does not say what the columns are."""
    plain = text.removeprefix(BOM)
    if len(plain.encode()) > IMPORT_MAX_BYTES:
        raise Invalid("text", phrase("This is more than 1 MiB. Import it in parts."))
    if "\0" in plain:
        raise Invalid("text", phrase("This is no text. Save it as “CSV UTF-8” and try again."))
    records = _records(plain)
    header = next(records, None)
    if header is None:
        raise Invalid(
            "text",
            phrase("Begin with a line that names the columns: %(columns)s.", columns=", ".join(COLUMNS)),
        )
    if header[2]:
        raise Invalid("text", phrase("Line 1: %(problem)s", problem=header[2]))
    columns = _columns(header[1])
    lines = [_line(number, cells, error, columns) for number, cells, error in records]
    if len(lines) > IMPORT_MAX_LINES:
        raise Invalid(
            "text",
            phrase(
                "These are more than %(number)s users. Import them in parts.",
                number=IMPORT_MAX_LINES,
            ),
        )
    return lines


def write_csv(rows: Iterable[Iterable[str]]) -> str:
    """Rows as CSV that spreadsheets open as text: with a byte order mark, and nothing in it that they would calculate."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return BOM + out.getvalue()


def _records(text: str) -> Iterator[tuple[int, list[str], str | None]]:
    """Records that are not blank, each with the line on which it begins; what cannot be read ends the file."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begins = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield (
                begins,
                [],
                phrase("This cannot be read as CSV (%(error)s): look at its quotation marks.", error=error),
            )
            return
        if any(cell.strip() for cell in cells):
            yield begins, cells, None
        begins = reader.line_num + 1


def _delimiter(text: str) -> str:
    header = text.lstrip().partition("\n")[0]
    return max(DELIMITERS, key=header.count)


def _columns(cells: list[str]) -> list[str]:
    columns = []
    for cell in cells:
        word = " ".join(cell.lower().replace("_", " ").split())
        column = OTHER_WORDS.get(word, word)
        if column not in COLUMNS:
            raise Invalid(
                "text",
                phrase(
                    "Line 1: there is no column “%(column)s”. The columns are %(columns)s.",
                    column=cell.strip(),
                    columns=", ".join(COLUMNS),
                ),
            )
        if column in columns:
            raise Invalid(
                "text", phrase("Line 1: the column “%(column)s” stands there twice.", column=column)
            )
        columns.append(column)
    if "name" not in columns:
        raise Invalid(
            "text", phrase("Line 1: the column “name” is missing. It says which user a line is about.")
        )
    return columns


def _line(number: int, cells: list[str], error: str | None, columns: list[str]) -> CsvLine:
    if error is None and len(cells) != len(columns):
        error = phrase(
            "This line has %(cells)s cells where the header has %(columns)s columns.",
            cells=len(cells),
            columns=len(columns),
        )
    if error is not None:
        return CsvLine(number, error=error)
    return CsvLine(
        number, {column: unguarded(cell.strip()) for column, cell in zip(columns, cells, strict=True)}
    )
