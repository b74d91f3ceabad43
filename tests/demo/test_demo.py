import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.eventually import eventually
from tests.support.servers import free_port
from webapp.client import Licenses, SeatkeeperClient


@pytest.fixture
def demo(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    settings = {
        "SEATKEEPER_INSTANCE": str(tmp_path),
        "SEATKEEPER_PORT": str(free_port()),
        "SEATKEEPER_WORKERS": "1",
    }
    running = subprocess.Popen(
        [sys.executable, "-m", "webapp.demo"],
        env={**os.environ, **settings}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    yield running
    running.terminate()
    running.communicate(timeout=60)


def _line(demo: "subprocess.Popen[str]", label: str) -> str:
    assert demo.stdout is not None
    return next(line.split(":", 1)[1].strip() for line in demo.stdout if line.strip().startswith(label))


@pytest.mark.slow
def test_devices_hold_licenses_until_it_is_interrupted_and_none_after(demo: "subprocess.Popen[str]") -> None:
    url = _line(demo, "Sign in:").removesuffix("/sign-in")
    password = _line(demo, "Password:")
    with SeatkeeperClient(url) as client:
        client.sign_in(r"acme\ana", password, "watcher", "WATCHER")

        def in_use() -> Licenses | None:
            answer = client.licenses()
            return answer if answer.in_use else None

        held = eventually(in_use, within=30, what="a device holds a license")
        demo.send_signal(signal.SIGINT)

    assert held.licenses == 3
    assert demo.wait(60) == 0
    assert demo.stdout is not None
    assert demo.stdout.read().splitlines()[-1] == "The devices close their sessions …"
