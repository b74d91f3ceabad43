"""`make run` for the second time, on a new instance folder that the first time has set up: from the command to the first
answer. Ten times, the median."""

import statistics
import sys
from pathlib import Path
from time import monotonic
from urllib.request import urlopen

from tests.bench import processes
from tests.bench.ground import Ground
from tests.bench.rows import Row

TITLE = "Start"
AT_MOST = 3.0


def run(ground: Ground) -> list[Row]:
    """How long a start takes."""
    folder = ground.new_folder("start")
    times = [_start(folder) for _ in range(ground.many(10, 1) + 1)][1:]
    took = statistics.median(times)
    return [
        Row(
            "make run, the second time", f"{took:.2f} s", goal=f"< {AT_MOST:.0f} s", met=took < AT_MOST,
            remark=f"{min(times):.2f} to {max(times):.2f} s",
        )
    ]  # fmt: skip


def _start(folder: Path) -> float:
    port = processes.free_port()
    environment = {"SEATKEEPER_INSTANCE": str(folder), "PORT": str(port)}
    venv = Path(sys.executable).parent.parent
    installed = str(venv / ".installed")  # as the first time has left it
    command = ["make", "run", f"VENV={venv}", f"--assume-old={installed}"]
    began = monotonic()
    took = [0.0]

    def answers() -> bool:
        try:
            with urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=5):
                took[0] = took[0] or monotonic() - began
                return True
        except OSError:
            return False

    with processes.running(command, folder / "log", answers, environment):
        return took[0]
