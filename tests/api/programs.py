"""A program on a device that calls the API, and what its answers say."""

from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class Program:
    """A program on a device: `program.post("/sessions", json={…})`."""

    def __init__(self, client: FlaskClient, headers: dict[str, str]) -> None:
        self._client = client
        self._headers = headers

    def ask(self, method: str, path: str, **rest: Any) -> TestResponse:
        """Send a request to the API."""
        headers = {**self._headers, **rest.pop("headers", {})}
        return self._client.open(f"/api/v1{path}", method=method, headers=headers, **rest)

    def get(self, path: str, **rest: Any) -> TestResponse:
        """Ask for something."""
        return self.ask("GET", path, **rest)

    def post(self, path: str, **rest: Any) -> TestResponse:
        """Make something."""
        return self.ask("POST", path, **rest)

    def put(self, path: str, **rest: Any) -> TestResponse:
        """Set something."""
        return self.ask("PUT", path, **rest)

    def delete(self, path: str, **rest: Any) -> TestResponse:
        """Remove something."""
        return self.ask("DELETE", path, **rest)

    def open(self, remote: str = "SRV-DB-02", **headers: str) -> dict[str, Any]:
        """Open a session that is admitted."""
        answer = self.post("/sessions", json={"kind": "unattended", "remote": remote}, headers=headers)
        assert answer.status_code == 201, answer.json
        return found(answer)

    def look(self, session: dict[str, Any]) -> dict[str, Any]:
        """How a session stands."""
        return found(self.get(f"/sessions/{session['id']}"))


def found(answer: TestResponse) -> dict[str, Any]:
    """The JSON object of an answer."""
    assert isinstance(answer.json, dict)
    return answer.json


def problem(answer: TestResponse) -> tuple[int, str]:
    """The status and the kind of a problem; fails for what is no proper problem document."""
    document = found(answer)
    assert answer.content_type == "application/problem+json"
    assert document["status"] == answer.status_code
    assert all(
        isinstance(document[member], str) and document[member] for member in ("type", "title", "detail")
    )
    return answer.status_code, document["type"].removeprefix("/problems/")


def mistakes(answer: TestResponse) -> list[tuple[str, str]]:
    """What a 422 says is wrong: fields, and what to do."""
    assert problem(answer) == (422, "invalid-request")
    return [(error["field"], error["message"]) for error in found(answer)["errors"]]
