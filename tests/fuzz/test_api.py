"""The API against its own description, by schemathesis: every operation with what the description allows and what it
forbids, and operations one after the other along its links; with all of its checks."""

import random
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
import schemathesis
from schemathesis import Case
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished
from schemathesis.specs.openapi.schemas import OpenApiSchema

from tests.fuzz.conftest import Target
from tests.fuzz.effort import LONG
from tests.fuzz.serving import serving
from tests.services.supporting import joined, started
from tests.support.cast import sign_in_on
from tests.support.clock import START

TAKEN = ["2xx", "3xx", "401", "403", "404", "409", "429"]
EXCEPTIONS = [
    {  # from and to, or period; an end after its beginning; the place after which a page goes on: no schema can say it
        "include-path-regex": "^/api/v1/reports/",
        "checks": {"positive_data_acceptance": {"expected-statuses": [*TAKEN, "422"]}},
    },
    {  # a session that is over
        "include-operation-id": "renew_session",
        "checks": {"positive_data_acceptance": {"expected-statuses": [*TAKEN, "410"]}},
    },
    {  # a session that is closed is over, and can be looked at all the same
        "include-operation-id": ["close_session", "look_at_session"],
        "checks": {"use_after_free": {"enabled": False}},
    },
]
"""What a check takes for a fault and is none, and why."""
PHASES = ("examples", "coverage", "fuzzing", "stateful")


def described(target: Target, url: str, phases: str, examples: int) -> OpenApiSchema:
    """The API as it describes itself; with each request goes a token that speaks for somebody."""
    config = {
        "seed": random.randrange(2**32) if LONG else 1,
        "generation": {"max-examples": examples},
        "operations": EXCEPTIONS,
        "phases": {name: {"enabled": name in phases.split()} for name in PHASES},
    }
    found = schemathesis.openapi.from_url(
        f"{url}/api/v1/openapi.json", config=SchemathesisConfig.from_dict(config)
    )

    class Bearer:
        """Of a device, or of the remote side of a session; a new one each time, as a request before may have revoked it."""

        def get(self, case: Case[Any], _: object) -> str:
            seat = sign_in_on(target.db, r"acme\ben", "fuzz", "FUZZ")
            if case.path.startswith("/api/v1/remote"):
                return joined(target.db, started(target.db, seat, START), START)
            return seat.token

        def set(self, case: Case[Any], data: str, _: object) -> None:
            case.headers["Authorization"] = f"Bearer {data}"

    found.auth(refresh_interval=None)(Bearer)
    return found


def faults(schema: OpenApiSchema) -> Iterator[str]:
    """What schemathesis finds, with the requests that show it."""
    for event in from_schema(schema).execute():
        if isinstance(event, FatalError):
            yield str(event.exception)
        if isinstance(event, NonFatalError):
            yield f"{event.label}: {event.value!r}"
        if isinstance(event, ScenarioFinished):
            for check in chain.from_iterable(event.recorder.checks.values()):
                if found := check.failure_info:
                    yield f"{found.failure.operation}: {found.failure.title}\n{found.failure.message}\n{found.code_sample}"


@pytest.mark.slow
@pytest.mark.parametrize(("phases", "examples"), [("examples coverage", 1), ("fuzzing", 8), ("stateful", 15)])
def test_operations_answer_as_described(target: Target, phases: str, examples: int) -> None:
    with serving(target.app) as url:
        found = list(faults(described(target, url, phases, examples * max(LONG, 1))))

    assert "\n\n".join(found) == ""
