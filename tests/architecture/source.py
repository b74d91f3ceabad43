"""What the architecture tests look at: the project's own files, and their syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def own_files() -> tuple[Path, ...]:
    """Every file that is, or would be, committed, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    names = sorted(set(listed.split("\0")) - {""})
    return tuple(Path(name) for name in names if (ROOT / name).is_file())


def python_files(*folders: str) -> list[Path]:
    """The Python files below these folders."""
    return [file for file in own_files() if file.suffix == ".py" and file.parts[0] in folders]


def read(file: Path) -> str:
    """A file's text, or nothing for one that is no text."""
    try:
        return (ROOT / file).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def lines(file: Path) -> int:
    """How many lines a file has."""
    return len(read(file).splitlines())


def calls(file: Path) -> Iterator[tuple[str, int]]:
    """Each call in a Python file: what is called, as written (`time.sleep`), and the line."""
    for node in ast.walk(ast.parse(read(file))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield ast.unparse(node.func), node.lineno


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Each function of a Python file: its name, and its lines from `def` to its end."""
    for node in ast.walk(ast.parse(read(file))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1
