import pytest

from webapp.domain.errors import Invalid
from webapp.services.steps.user_csv import (
    IMPORT_MAX_BYTES,
    IMPORT_MAX_LINES,
    CsvLine,
    decoded,
    read_csv,
    write_csv,
)

BEN = {"name": "ben", "full name": "Okafor, Ben"}


@pytest.mark.parametrize(
    "text",
    [
        'name,full name\r\nben,"Okafor, Ben"\r\n',
        'name,full name\nben,"Okafor, Ben"',
        '\ufeffname;full name\nben;"Okafor, Ben"\n',
        "Name\tFull_Name\nben\tOkafor, Ben\n",
        '"User name","Display  name"\nben,"Okafor, Ben"\n',
    ],
)
def test_commas_semicolons_and_tabs_are_read_with_and_without_a_byte_order_mark(text: str) -> None:
    assert read_csv(text) == [CsvLine(2, BEN)]


def test_lines_are_numbered_as_in_the_file() -> None:
    text = 'name,full name\n\nben,"one\ntwo"\n\ncleo,x\n'

    assert [line.number for line in read_csv(text)] == [3, 6]


def test_a_line_of_another_length_than_the_header_is_wrong() -> None:
    (line,) = read_csv("name,state\nben\n")

    assert line == CsvLine(2, error="This line has 1 cells where the header has 2 columns.")


def test_what_cannot_be_read_is_told_with_its_line_and_ends_the_file() -> None:
    lines = read_csv('name\nben\n"cleo"x\nana\n')

    assert [(line.number, line.error is None) for line in lines] == [(2, True), (3, False)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Begin with a line that names the columns"),
        ("ben,Ben\n", "Line 1: there is no column “ben”"),
        ("name,phone\n", "Line 1: there is no column “phone”"),
        ("name,e-mail,email\n", "Line 1: the column “e-mail” stands there twice"),
        ("full name\n", "Line 1: the column “name” is missing"),
        ("name\0", "This is no text"),
        ("name\n" + "x" * IMPORT_MAX_BYTES, "This is more than 1 MiB"),
        ("name\n" + "ben\n" * (IMPORT_MAX_LINES + 1), f"These are more than {IMPORT_MAX_LINES:,} users"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(text: str, problem: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_csv(text)

    assert refused.value.message.startswith(problem)


def test_a_file_is_read_as_utf_8() -> None:
    assert decoded("\ufeffname\nzoë\n".encode()) == "name\nzoë\n"


@pytest.mark.parametrize(
    "data", ["name\nzoë\n".encode("latin-1"), "name\n".encode("utf-16"), b"x" * (IMPORT_MAX_BYTES + 1)]
)
def test_another_encoding_and_too_large_a_file_are_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        decoded(data)


def test_csv_is_written_by_the_standard_and_safe_for_spreadsheets() -> None:
    assert write_csv([("name", "full name"), ("ben", '=cmd|"x", y')]) == (
        '\ufeffname,full name\r\nben,"\'=cmd|""x"", y"\r\n'
    )
