"""The cluster of the fail-over tests, with the cast in it, and nodes on it."""

from collections.abc import Iterator

import pytest

from tests.failover.cluster import Cluster
from tests.support.places import quick_folder


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """A primary and a synchronous standby, for one test: it kills one of them."""
    with quick_folder("ha") as folder:
        made = Cluster(folder)
        try:
            made.start()
            yield made
        finally:
            made.stop()
