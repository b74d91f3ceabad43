"""Programs that run beside the bench: started, waited for, looked at (CPU, memory) and stopped again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.bench.load import Usage

STARTS_WITHIN = 60.0
MEBIBYTE = 1024 * 1024


class Missing(Exception):
    """A program that a part needs is not there and could not be installed."""


def installed(program: str, package: str | None = None) -> str:
    """Where a program is; installed with apt-get when we are root. Raises Missing, which says what to install."""
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
    if not shutil.which(program, path=path) and os.geteuid() == 0 and shutil.which("apt-get"):
        _apt_get(package or program)
    found = shutil.which(program, path=path)
    if not found:
        raise Missing(f"{program} is needed: install Debian's package {package or program}")
    return found


def _apt_get(package: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (["update"], ["install", "-y", "--no-install-recommends", package]):
        subprocess.run(
            ["apt-get", "-qq", *command], env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr
        )


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody listens on this port of loopback."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(
    command: Sequence[str | Path],
    log: Path,
    is_up: Callable[[], bool],
    environment: Mapping[str, str] | None = None,
) -> Iterator[psutil.Process]:
    """A program while the block runs, from when it answers; then stopped as an operator does, or killed after a while."""
    with log.open("ab") as output:
        started = subprocess.Popen(
            command, env={**os.environ, **(environment or {})}, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait(started, log, is_up)
        yield psutil.Process(started.pid)
    finally:
        _stop(started)


def _wait(started: subprocess.Popen[bytes], log: Path, is_up: Callable[[], bool]) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while not is_up():
        if started.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"{started.args!r} did not come up:\n{log.read_text(errors='replace')}")
        time.sleep(0.05)


def _stop(started: subprocess.Popen[bytes]) -> None:
    if started.poll() is None:
        started.terminate()
    try:
        started.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(started.pid, signal.SIGKILL)
        started.wait(20)


def usage(process: psutil.Process) -> Usage:
    """What a program and all its children have used so far: seconds of CPU, and MiB resident (each page counted once)."""
    seconds = memory = 0.0
    for one in (process, *process.children(recursive=True)):
        try:
            times = one.cpu_times()
            seconds += times.user + times.system
            memory += one.memory_full_info().pss / MEBIBYTE
        except psutil.NoSuchProcess:
            continue
    return Usage(seconds, memory)
