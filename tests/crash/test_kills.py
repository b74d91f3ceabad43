"""A handful of kills. `make crash` kills hundreds of times."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crash.campaign import run
from tests.support.databases import KINDS, Databases

KILLS = 2


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_server_killed_under_load_has_lost_nothing_that_anybody_was_told(
    databases_of: Callable[[str], Databases], kind: str, tmp_path: Path
) -> None:
    seed = random.SystemRandom().getrandbits(32)
    print(f"seed {seed}")
    databases = databases_of(kind)
    cast = databases.cast()
    name, url = databases.copy("cast")

    tally = run(url, cast, tmp_path / "instance", KILLS, seed)

    assert tally.kills == KILLS
    databases.drop(name)
