from typing import Any

import pytest
from pydantic import BaseModel

from webapp.api.schemas.devices import NEW_SIGN_IN, SIGNED_IN, NewSignIn, SignedIn
from webapp.api.schemas.leases import LEASE_REPORT, LeaseReport
from webapp.api.schemas.licenses import LICENSES, Licenses
from webapp.api.schemas.pausing import PPU_CONSENT_REQUIRED, PpuConsentRequired
from webapp.api.schemas.problems import LimitReached
from webapp.api.schemas.remote import JOINED, REMOTE_SESSION, Joined, RemoteSession
from webapp.api.schemas.report_examples import REFUSAL_REPORT, SESSION_REPORT, USAGE_REPORT
from webapp.api.schemas.reports import RefusalReport, SessionReport, UsageReport
from webapp.api.schemas.sessions import ACTIVE, ENDING, LIMIT_REACHED, PAUSED, STANDBY, Session
from webapp.api.schemas.terminations import TERMINATION_ASKED, TerminationAsked


@pytest.mark.parametrize(
    ("shape", "example"),
    [
        (NewSignIn, NEW_SIGN_IN),
        (SignedIn, SIGNED_IN),
        (Session, ACTIVE),
        (Session, ENDING),
        (Session, PAUSED),
        (Session, STANDBY),
        (LeaseReport, LEASE_REPORT),
        (TerminationAsked, TERMINATION_ASKED),
        (Licenses, LICENSES),
        (RemoteSession, REMOTE_SESSION),
        (Joined, JOINED),
        (LimitReached, LIMIT_REACHED),
        (PpuConsentRequired, PPU_CONSENT_REQUIRED),
        (SessionReport, SESSION_REPORT),
        (RefusalReport, REFUSAL_REPORT),
        (UsageReport, USAGE_REPORT),
    ],
)
def test_examples_have_the_shape_that_they_are_examples_of(
    shape: type[BaseModel], example: dict[str, Any]
) -> None:
    assert shape.model_validate(example).model_fields_set == set(example)
