"""docs/security.md: every requirement of OWASP ASVS 5.0, levels 1 and 2, and tests that there are."""

import re
from collections import Counter
from pathlib import Path

DOCUMENT = Path("docs/security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`([\w/]+\.py)::(test_\w+)`")
LAST = {
    "1.1": "2", "1.2": "9", "1.3": "11", "1.4": "3", "1.5": "2", "2.1": "3", "2.2": "3", "2.3": "4", "2.4": "1", "3.2": "2",
    "3.3": "4", "3.4": "6", "3.5": "5", "3.7": "2", "4.1": "3", "4.2": "1", "4.3": "2", "4.4": "4", "5.1": "1", "5.2": "3",
    "5.3": "2", "5.4": "3", "6.1": "3", "6.2": "12", "6.3": "4", "6.4": "4", "6.5": "5", "6.6": "3", "6.8": "4", "7.1": "3",
    "7.2": "4", "7.3": "2", "7.4": "5", "7.5": "2", "7.6": "2", "8.1": "2", "8.2": "3", "8.3": "1", "8.4": "1", "9.1": "3",
    "9.2": "4", "10.1": "2", "10.2": "2", "10.3": "4", "10.4": "11", "10.5": "5", "10.6": "2", "10.7": "3", "11.1": "2",
    "11.2": "3", "11.3": "3", "11.4": "4", "11.5": "1", "11.6": "1", "12.1": "3", "12.2": "2", "12.3": "4", "13.1": "1",
    "13.2": "5", "13.3": "2", "13.4": "5", "14.1": "2", "14.2": "4", "14.3": "3", "15.1": "3", "15.2": "3", "15.3": "7",
    "16.1": "1", "16.2": "5", "16.3": "4", "16.4": "3", "16.5": "3", "17.1": "1", "17.2": "4", "17.3": "2",
}  # fmt: skip
"""How many requirements of level 1 or 2 each section has; they are numbered from 1."""


def test_every_requirement_has_its_line_once() -> None:
    lines = re.findall(r"^\| (\d+\.\d+\.\d+(?:, \d+\.\d+\.\d+)*) \|", DOCUMENT, re.MULTILINE)
    named = [requirement for line in lines for requirement in line.split(", ")]
    wanted = [f"{section}.{n}" for section, last in LAST.items() for n in range(1, int(last) + 1)]

    assert Counter(named) == Counter(wanted)


def test_the_numbers_at_its_head_are_those_of_its_lines() -> None:
    marks = re.findall(r"^\| (\d+\.[\d., ]+) \| [^|]* \| (\S+) \|", DOCUMENT, re.MULTILINE)
    counted = Counter[str]()
    for line, mark in marks:
        counted[mark] += len(line.split(", "))
    told = re.findall(r"^\| (yes|partly|no|operator|n/a) \| (\d+) \|", DOCUMENT, re.MULTILINE)

    assert counted == {mark: int(number) for mark, number in told}


def test_every_test_that_it_names_is_there() -> None:
    missing = [
        f"{file}::{name}"
        for file, name in NAMED.findall(DOCUMENT)
        if not Path("tests", file).exists()
        or not re.search(rf"^def {name}\(", Path("tests", file).read_text(encoding="utf-8"), re.MULTILINE)
    ]

    assert len(NAMED.findall(DOCUMENT)) > 100
    assert missing == []
