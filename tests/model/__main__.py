"""`make model`: plays the state machine for MINUTES on both databases, each batch from a seed that nobody has tried yet.

A batch that fails is printed with the one command that repeats it; `KIND`, `SEED` and `EXAMPLES` play one batch alone.
"""

import os
import random
import subprocess
import sys
import time
import traceback

from tests.model.machine import furnish
from tests.model.playing import play
from tests.support.databases import KINDS
from tests.support.outside_tests import databases_for

MINUTES = float(os.environ.get("MINUTES") or 60)
EXAMPLES = int(os.environ.get("EXAMPLES") or 50)
SEED = os.environ.get("SEED")
KIND = os.environ.get("KIND")


def main() -> int:
    """One process for each kind of database, side by side; the exit status is 1 when something was found."""
    if KIND:
        return run(KIND)
    both = [
        subprocess.Popen([sys.executable, "-m", "tests.model"], env={**os.environ, "KIND": k}) for k in KINDS
    ]
    return max([process.wait() for process in both])


def run(kind: str) -> int:
    """Batch after batch until the time is over, or the one batch of SEED."""
    deadline, played, found = time.monotonic() + MINUTES * 60, 0, 0
    with databases_for(kind) as databases:
        furnished = furnish(databases)
        while time.monotonic() < deadline:
            seed = int(SEED or random.SystemRandom().getrandbits(32))
            try:
                play(furnished, seed, EXAMPLES)
            except Exception:
                found += 1
                traceback.print_exc()
                print(f"FOUND. To repeat: make model KIND={kind} SEED={seed} EXAMPLES={EXAMPLES}", flush=True)
            played += EXAMPLES
            print(f"model: {kind}: {played} stories played, {found} batches failed", flush=True)
            if SEED:
                break
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
