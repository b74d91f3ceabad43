"""`make crash`: kills the server KILLS times, half of them on each kind of database or all on KIND, and says what came of it."""

import os
import random
import sys
from pathlib import Path

from tests.crash.campaign import run
from tests.support.databases import KINDS
from tests.support.outside_tests import databases_for
from tests.support.places import quick_folder

KILLS = int(os.environ.get("KILLS") or 300)
KIND = os.environ.get("KIND")
SEED = int(os.environ.get("SEED") or random.SystemRandom().getrandbits(32))
A_CAMPAIGN = 10
"""After so many kills the next campaign begins with a database of its own."""


def main() -> int:
    """Campaign after campaign; the first that finds something ends it, and says how to repeat it."""
    for kind in [KIND] if KIND else KINDS:
        with databases_for(kind) as databases:
            left, seed = (KILLS if KIND else max(1, KILLS // len(KINDS))), SEED
            while left > 0:
                print(f"crash: to repeat: make crash KIND={kind} SEED={seed} KILLS={A_CAMPAIGN}", flush=True)
                cast = databases.cast()
                name, url = databases.copy("cast")
                with quick_folder("crash") as folder:
                    print(f"  {run(url, cast, Path(folder), min(left, A_CAMPAIGN), seed)}", flush=True)
                databases.drop(name)
                left, seed = left - A_CAMPAIGN, seed + 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
