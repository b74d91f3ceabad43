"""Where the tests' databases stand: in memory where there is room, as a database for each test is many small files."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 2 * 1024**3
"""What has to be free there, in bytes."""


@contextmanager
def quick_folder(kind: str) -> Iterator[Path]:
    """A folder for the while. Its path is short: a socket's holds 107 characters."""
    in_memory = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    folder = tempfile.mkdtemp(prefix=f"seatkeeper-{kind}-", dir=MEMORY if in_memory else "/tmp")
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
