"""`make failover`: TIMES fail-overs, each with a cluster of its own, and what came of each."""

import os
import random
import sys

from tests.failover.cluster import Cluster
from tests.failover.drill import fail_over
from tests.support.passwords import quick_passwords
from tests.support.places import quick_folder

TIMES = int(os.environ.get("TIMES") or 10)
SEED = int(os.environ.get("SEED") or random.SystemRandom().getrandbits(32))


def main() -> int:
    """One after the other; the first that finds something ends it, and says how to repeat it."""
    quick_passwords()
    for number in range(TIMES):
        print(f"failover: to repeat: make failover TIMES=1 SEED={SEED + number}", flush=True)
        with quick_folder("ha") as folder:
            cluster = Cluster(folder)
            try:
                cluster.start()
                print(f"  {fail_over(cluster, folder, SEED + number, before=150, after=150)}", flush=True)
            finally:
                cluster.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
