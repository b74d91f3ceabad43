"""The state machine for a moment: with a seed that stays, and with one that nobody has tried yet. `make model` runs it for long."""

import random
from collections.abc import Callable

import pytest

from tests.model.machine import furnish
from tests.model.playing import play
from tests.support.databases import KINDS, Databases

EXAMPLES = 4
SEEDS = [20261124, random.SystemRandom().getrandbits(32)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS, ids=["fixed", "random"])
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_happens_services_and_rules_agree(
    databases_of: Callable[[str], Databases], kind: str, seed: int
) -> None:
    print(f"To repeat: make model KIND={kind} SEED={seed} EXAMPLES={EXAMPLES}")
    play(furnish(databases_of(kind)), seed, EXAMPLES, shrink=False)
