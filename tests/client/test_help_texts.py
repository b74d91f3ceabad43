"""What `--help` of each command says is laid out as it was meant."""

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from webapp.cli import main as seatkeeper
from webapp.client.cli import main as seat


def commands(
    program: click.Command, path: tuple[str, ...] = ()
) -> Iterator[tuple[click.Command, tuple[str, ...]]]:
    yield program, path
    if isinstance(program, click.Group):
        for name, command in program.commands.items():
            for _, below in commands(command, (*path, name)):
                yield program, below


@pytest.mark.parametrize("program", [seat, seatkeeper], ids=["seat", "seatkeeper"])
def test_no_help_shows_the_marks_of_its_own_layout(program: click.Command) -> None:
    for _, path in commands(program):
        told = CliRunner().invoke(program, [*path, "--help"])

        assert told.exit_code == 0, path
        assert not re.search(r"(^|\s)\\b\s", told.output), path
