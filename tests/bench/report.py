"""docs/benchmarks.md: written by the command, with the prose that stands in tests/bench/notes."""

import json
import os
import platform
import re
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.bench.ground import file_system
from tests.bench.parts import Part
from tests.bench.rows import Row, table

REPORT = Path("docs/benchmarks.md")
NOTES = Path(__file__).parent / "notes"
PACKAGES = ("flask", "gunicorn", "gevent", "sqlalchemy", "psycopg")
BEGIN, END = "<!-- part {name} -->", "<!-- end {name} -->"


def write(measured: dict[str, tuple[Part, list[Row]]], parts: list[Part], folder: Path) -> None:
    """Write the report anew. Parts that were not run this time keep what stands there, with its own date."""
    before = REPORT.read_text() if REPORT.exists() else ""
    sections = []
    for part in parts:
        if part.name in measured:
            sections.append(_section(part, measured[part.name][1], folder))
        elif kept := _kept(before, part.name):
            sections.append(kept)
    REPORT.write_text("\n\n".join([(NOTES / "_head.md").read_text().strip(), *sections]) + "\n")


def machine(folder: Path) -> str:
    """The machine, the versions and the date, in one sentence each."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC. {os.cpu_count()} cores of {_cpu()}, Linux {platform.release()}, "
        f"{file_system(folder)}. Python {platform.python_version()}, SQLite {_sqlite()}, {versions}."
    )


def _section(part: Part, rows: list[Row], folder: Path) -> str:
    notes = NOTES / f"{part.name}.md"
    pieces = [
        BEGIN.format(name=part.name),
        f"## {part.title}",
        part.about,
        table(rows),
        f"Measured {machine(folder)}",
        notes.read_text().strip() if notes.exists() else "",
        END.format(name=part.name),
    ]
    return "\n\n".join(piece for piece in pieces if piece)


def _kept(text: str, name: str) -> str:
    begin, end = re.escape(BEGIN.format(name=name)), re.escape(END.format(name=name))
    found = re.search(f"{begin}.*?{end}", text, re.DOTALL)
    return found[0] if found else ""


def _cpu() -> str:
    try:
        found = subprocess.run(["lscpu", "--json"], capture_output=True, text=True, env={"LC_ALL": "C"})
        fields = {each["field"]: each["data"] for each in json.loads(found.stdout)["lscpu"]}
        return str(fields.get("Model name:", platform.machine()))
    except (OSError, ValueError):
        return platform.machine()


def _sqlite() -> str:
    import sqlite3

    return sqlite3.sqlite_version


if __name__ == "__main__":
    sys.stdout.write(machine(Path("/tmp")))
