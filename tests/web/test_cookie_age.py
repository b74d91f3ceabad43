from datetime import timedelta

from flask import Flask
from itsdangerous import TimestampSigner

from tests.support.apps import SignIn
from tests.support.cast import Cast


class AheadSigner(TimestampSigner):
    """Signs on a node whose own clock is five minutes ahead."""

    def get_timestamp(self) -> int:
        """Its own time."""
        return super().get_timestamp() + int(timedelta(minutes=5).total_seconds())


def test_a_cookie_of_a_node_whose_clock_is_ahead_is_good_at_the_others(
    app: Flask, cast: Cast, signed_in: SignIn
) -> None:
    browser = signed_in(cast.ben)
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    cookie = browser.get_cookie("seatkeeper")
    assert cookie is not None
    kept = serializer.loads(cookie.value)
    serializer.signer = AheadSigner
    browser.set_cookie("seatkeeper", serializer.dumps(kept))

    assert browser.get("/usage").status_code == 200
