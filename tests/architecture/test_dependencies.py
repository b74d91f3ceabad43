import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

PYPROJECT = ROOT / "pyproject.toml"
LOCKS = ["requirements.txt", "requirements-dev.txt"]
DEPENDENCY = re.compile(r'^    "[a-z][a-z0-9-]*(\[[a-z,]+\])?[=><]=')


def _lock(name: str) -> str:
    return Path(ROOT / name).read_text()


def test_every_dependency_says_why_it_is_there() -> None:
    dependencies = [line for line in PYPROJECT.read_text().splitlines() if DEPENDENCY.match(line)]

    assert dependencies
    assert [line for line in dependencies if not re.search(r'", # \w', line)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes(name: str) -> None:
    packages = re.findall(r"^[a-z0-9].*?==.*?(?=^[a-z0-9]|\Z)", _lock(name), re.MULTILINE | re.DOTALL)

    assert packages
    assert [package.splitlines()[0] for package in packages if "--hash=sha256:" not in package] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address(name: str) -> None:
    assert re.findall(r"\w+://\S+|--(?:extra-)?index-url.*|--find-links.*", _lock(name)) == []


@pytest.mark.parametrize("name", LOCKS)
def test_the_checkout_is_installed_by_a_build_backend_out_of_the_lock(name: str) -> None:
    required = tomllib.loads(PYPROJECT.read_text())["build-system"]["requires"]

    assert [package for package in required if f"\n{package} " not in _lock(name)] == []
