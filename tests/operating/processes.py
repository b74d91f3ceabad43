"""The processes of a real server, and what the kernel tells of them."""

import re
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from tests.operating.conftest import SCRAPER
from tests.support.servers import Server


def master_of(server: Server) -> int:
    """The process that an operator signals."""
    assert server._process is not None
    return server._process.pid


def workers_of(server: Server) -> list[int]:
    """The processes that serve."""
    pid = master_of(server)
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_waited_for(lock_file: Path) -> bool:
    """Whether somebody waits for a lock on this file."""
    inode = lock_file.stat().st_ino
    waiting = re.compile(rf"-> FLOCK .*:{inode} ")
    return bool(waiting.search(Path("/proc/locks").read_text()))


def numbers(server: Server) -> dict[tuple[str, str], float]:
    """What /metrics says, by name and labels."""
    answer = httpx.get(f"{server.url}/metrics", headers=SCRAPER, trust_env=False, timeout=30)
    assert answer.status_code == 200
    return {
        (sample.name.removeprefix("seatkeeper_"), " ".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }
