"""Playing examples of the state machine from a seed."""

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.model.machine import Furnished, Licensing

STEPS = 40


def play(furnished: Furnished, with_seed: int, examples: int, *, shrink: bool = True) -> None:
    """Play so many examples. One that fails is made as small as it can be, which takes minutes, unless told not to; it is
    printed as the program that it is."""
    Licensing.furnished = furnished
    how = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        print_blob=True,
        verbosity=Verbosity.normal,
        phases=[Phase.generate, *([Phase.shrink] if shrink else [])],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(with_seed)(Licensing), settings=how)
