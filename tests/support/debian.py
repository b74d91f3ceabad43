"""Programs of Debian's that tests and measurements run beside ours, and how they come onto a machine that has none."""

import os
import shutil
import subprocess
import sys

import pytest

SBIN = "/usr/sbin"
QUIETLY = ("-y", "-qq", "--no-install-recommends")


def find(program: str) -> str | None:
    """Where a program is, also one that only administrators have on their path."""
    return shutil.which(program) or shutil.which(program, path=SBIN)


def install(program: str, package: str) -> str | None:
    """The program, after installing its package as root if need be."""
    found = find(program)
    if found or os.geteuid() != 0 or not shutil.which("apt-get"):
        return found
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", *QUIETLY, package]):
        print(f"{program}:", " ".join(command), flush=True)
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    return find(program)


def program_or_skip(program: str, package: str | None = None) -> str:
    """The program; without it, and without the right to install it, the test is skipped."""
    found = install(program, package or program)
    if found is None:
        pytest.skip(f"There is no {program} here: install the package {package or program}")
    return found
