"""One fail-over. `make failover` has many."""

import random
from pathlib import Path

import pytest

from tests.failover.cluster import Cluster
from tests.failover.drill import fail_over


@pytest.mark.slow
def test_when_the_primary_dies_nothing_acknowledged_is_lost_and_everybody_goes_on(
    cluster: Cluster, tmp_path: Path
) -> None:
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}")

    print(fail_over(cluster, tmp_path, seed))
