"""How hard to look: briefly and always in the same way in `make test`, long and each time anew in `make fuzz`."""

import os

from hypothesis import HealthCheck, Phase, settings

LONG = int(os.environ.get("FUZZ", "0"))
"""How many times as many examples as in `make test`; 0: the brief ones, the same each time."""


def effort(examples: int, **more: object) -> settings:
    """Settings for a fuzzer that makes so many examples in `make test`."""
    return settings(
        max_examples=examples * max(LONG, 1),
        derandomize=not LONG,
        database=None,
        deadline=None,
        phases=[Phase.explicit, Phase.generate, Phase.target, *([Phase.shrink] if LONG else [])],
        suppress_health_check=list(HealthCheck),
        print_blob=True,
        **more,  # type: ignore[arg-type]  # such as how many steps a state machine takes
    )
