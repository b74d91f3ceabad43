"""Requests to the server's API, and its answers or errors. The only place that speaks HTTP."""

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from webapp.client.errors import NotSeatkeeper, Problem, ServerUnreachable, TlsFailed, problem_error
from webapp.client.server_clock import ServerClock
from webapp.client.steady import steady_now

Shape = TypeVar("Shape", bound=BaseModel)
API = "/api/v1"
TIMEOUT = httpx.Timeout(10, connect=5)
SILENCE = 60  # seconds: three keep-alives of the event stream missed
AWAY = (502, 503, 504)  # the server cannot save anything now, or a proxy in front says that it is away


class Transport:
    """One server, one token, a pool of connections. May be used by several threads."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self.url = url.rstrip("/")
        self.clock = ServerClock()
        self._http = httpx.Client(
            base_url=self.url + API,
            timeout=TIMEOUT,
            verify=_trusted(),
            headers={"User-Agent": "seatkeeper-client"},
        )
        self.use(token)

    def use(self, token: str | None) -> None:
        """Speak for the device that this token signs in."""
        self._http.headers.pop("Authorization", None)
        if token:
            self._http.headers["Authorization"] = f"Bearer {token}"

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def send(self, method: str, path: str, **rest: Any) -> httpx.Response:
        """Ask once. Raises what errors.py has."""
        sent = steady_now()
        with self._failures():
            response = self._http.request(method, path, **rest)
        self._check(response, sent)
        return response

    def ask(self, shape: type[Shape], method: str, path: str, **rest: Any) -> Shape:
        """Ask once, and read the answer in this shape."""
        response = self.send(method, path, **rest)
        try:
            return shape.model_validate_json(response.content)
        except ValidationError as error:
            raise self._not_seatkeeper() from error

    @contextmanager
    def stream(self, path: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """Open a stream. What breaks it while it is read is raised as ServerUnreachable."""
        sent = steady_now()
        timeout = httpx.Timeout(10, connect=5, read=SILENCE)
        with (
            self._failures(),
            self._http.stream("GET", path, headers=dict(headers), timeout=timeout) as response,
        ):
            if not response.is_success:
                response.read()
            self._check(response, sent)
            yield response

    def _check(self, response: httpx.Response, sent: float) -> None:
        self.clock.hear(response.headers.get("Date"), sent, steady_now())
        if response.is_success:
            return
        if response.status_code in AWAY:
            raise ServerUnreachable(f"{self.url} is not available right now (status {response.status_code}).")
        if "problem+json" in response.headers.get("Content-Type", ""):
            raise problem_error(_problem(response), response.status_code)
        if response.status_code >= 500:
            raise problem_error(Problem(title="The server failed"), response.status_code)
        raise self._not_seatkeeper(response.headers.get("Location"))

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise NotSeatkeeper(f"{self.url} is not an address that can be asked: {error}") from error
        except httpx.TimeoutException as error:
            raise ServerUnreachable(f"{self.url} did not answer in time.") from error
        except httpx.TransportError as error:
            raise _unreachable(self.url, error) from error

    def _not_seatkeeper(self, location: str | None = None) -> NotSeatkeeper:
        elsewhere = f" It points to {location}: use the address that it points to." if location else ""
        return NotSeatkeeper(f"{self.url} answers, but not as a Seatkeeper server does.{elsewhere}")


def _problem(response: httpx.Response) -> Problem:
    try:
        return Problem.model_validate_json(response.content)
    except ValidationError:
        return Problem()


def _unreachable(url: str, error: httpx.TransportError) -> ServerUnreachable:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return TlsFailed(
            f"The certificate of {url} is not trusted: {cause.verify_message}. "
            "If your organisation has a certificate authority of its own, name its file in SSL_CERT_FILE."
        )
    if cause is not None:
        return TlsFailed(f"No safe connection to {url}: {cause}. Does the server speak https?")
    return ServerUnreachable(f"{url} cannot be reached: {error}.")


def _trusted() -> ssl.SSLContext:
    """The public authorities, and those that this device's administrator added: many servers here are a company's own."""
    context = httpx.create_ssl_context()
    context.load_default_certs()
    return context
