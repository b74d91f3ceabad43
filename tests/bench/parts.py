"""The parts of the bench, in the order of docs/benchmarks.md."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

from tests.bench import (
    admission,
    admission_postgresql,
    cloud_day,
    ending,
    freeradius,
    growth,
    idle_streams,
    refusal,
    renewal,
    reports,
    start,
    terminations,
    usage_live,
    usage_page,
)
from tests.bench.ground import Ground
from tests.bench.rows import Row

MODULES: tuple[ModuleType, ...] = (
    admission,
    admission_postgresql,
    growth,
    refusal,
    renewal,
    ending,
    idle_streams,
    usage_live,
    terminations,
    usage_page,
    cloud_day,
    reports,
    freeradius,
    start,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One comparison. `name` is what ONLY= takes; `about` says how it is measured."""

    name: str
    title: str
    about: str
    run: Callable[[Ground], list[Row]]


def all_parts() -> list[Part]:
    """Every part."""
    return [
        Part(module.__name__.rpartition(".")[2], module.TITLE, (module.__doc__ or "").strip(), module.run)
        for module in MODULES
    ]
