"""Two nodes on one database, as two server processes have it open."""

from collections.abc import Iterator

import pytest

from tests.services.interleaving import Nodes
from webapp.db import Database


@pytest.fixture
def nodes(database_url: str) -> Iterator[Nodes]:
    """The same database, opened twice."""
    pair = Nodes(Database.open(database_url), Database.open(database_url))
    yield pair
    pair.first.close()
    pair.second.close()
