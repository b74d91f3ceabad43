"""Devices that speak HTTP to a server quickly: each on one connection that it keeps, as 64 of them at once must."""

import ssl
from typing import Any

import httpx

from tests.support.cast import Seat

WISH = {"kind": "unattended", "remote": "SRV-DB-02"}
NO_CERTIFICATES = ssl.SSLContext(
    ssl.PROTOCOL_TLS_CLIENT
)  # loading the system's takes longer than a whole race
PATIENCE = 30


class Caller:
    """A program on one device."""

    def __init__(self, url: str, seat: Seat) -> None:
        self.seat = seat
        self._http = httpx.Client(
            base_url=f"{url}/api/v1",
            headers=seat.bearer,
            timeout=PATIENCE,
            trust_env=False,
            verify=NO_CERTIFICATES,
        )

    def ask(self, method: str, path: str, **rest: Any) -> httpx.Response:
        """Any request."""
        return self._http.request(method, path, **rest)

    def open(self) -> dict[str, Any] | None:
        """Ask for a session: it, or None when refused."""
        answer = self.ask("POST", "/sessions", json=WISH)
        assert answer.status_code in (201, 409), answer.text
        return found(answer) if answer.status_code == 201 else None

    def close(self, session: str) -> None:
        """Close a session."""
        answer = self.ask("DELETE", f"/sessions/{session}")
        assert answer.status_code == 204, answer.text

    def look(self, session: str) -> dict[str, Any]:
        """A session as it stands."""
        return found(self.ask("GET", f"/sessions/{session}"))

    def open_sessions(self) -> list[str]:
        """The ids of what is open on this device."""
        items: list[dict[str, Any]] = found(self.ask("GET", "/sessions?limit=200"))["items"]
        return [item["id"] for item in items if item["mine"]]

    def in_use(self) -> int:
        """How many licenses of the account are in use."""
        count: int = found(self.ask("GET", "/licenses"))["in_use"]
        return count

    def hang_up(self) -> None:
        """Close the connection."""
        self._http.close()


def found(answer: httpx.Response) -> dict[str, Any]:
    """What a good answer holds."""
    assert answer.is_success, f"{answer.status_code} {answer.text}"
    document: dict[str, Any] = answer.json()
    return document
