"""What became of the licenses of sessions that hold none any more."""

from collections.abc import Sequence

from webapp.client.answers import Session
from webapp.client.commands.signed_in import open_sessions
from webapp.client.seatkeeper_client import SeatkeeperClient


def freed_licenses(client: SeatkeeperClient, before: Sequence[Session]) -> list[str]:
    """Which licenses that freed: those that no other session of this device is on. `before`: how the sessions stood."""
    numbers = {one.held_license for one in before if one.held_license is not None}
    kept = {one.held_license for one in open_sessions(client)}
    free = [f"License {number} is free." for number in sorted(numbers - kept)]
    held = [f"License {number} is still yours: other sessions are open." for number in sorted(numbers & kept)]
    return free + held
