"""What can go wrong between a client and the server, as exceptions whose text is for a person."""

from pydantic import BaseModel, ConfigDict


class Problem(BaseModel):
    """A problem document (RFC 9457) as the server sends it; the fields after `detail` come with a reached limit."""

    model_config = ConfigDict(frozen=True, extra="allow")

    type: str = "about:blank"
    title: str = ""
    status: int = 0
    detail: str = ""
    reason: str = ""
    licenses: int | None = None
    usage_url: str | None = None
    minutes: int | None = None


class SeatkeeperError(Exception):
    """Anything that keeps the client from getting what it asked for."""


class ServerUnreachable(SeatkeeperError):
    """No answer of the server arrived: asking again later may help."""


class TlsFailed(ServerUnreachable):
    """The connection could not be made safe: the certificate is not trusted, or one side does not speak TLS."""


class NotSeatkeeper(SeatkeeperError):
    """Something answered, and it is not Seatkeeper."""


class ProblemError(SeatkeeperError):
    """The server said no, and why."""

    def __init__(self, problem: Problem, status: int) -> None:
        super().__init__(problem.detail or problem.title or f"The server answered with status {status}.")
        self.problem = problem
        self.status = status
        self.title = problem.title
        self.detail = problem.detail


class Unauthorized(ProblemError):
    """The user name, the password or the device's token is not valid (any more)."""


class TwoStepRequired(Unauthorized):
    """A code of the user's authenticator app is needed, or the one given is wrong."""


class SessionOver(ProblemError):
    """The session has ended, or its lease ran out: to go on one has to be admitted again."""


class LimitReached(ProblemError):
    """Refused: no license is free (`account_limit`), or the user's own limit is reached (`user_limit`)."""

    def __init__(self, problem: Problem, status: int) -> None:
        super().__init__(problem, status)
        self.reason = problem.reason
        self.licenses = problem.licenses
        self.usage_url = problem.usage_url


class PpuConsentRequired(ProblemError):
    """No license is free, and somebody has to say yes before `minutes` of pay per use are drawn on."""

    def __init__(self, problem: Problem, status: int) -> None:
        super().__init__(problem, status)
        self.minutes = problem.minutes or 0
        self.question = f"No license is free. This session would use pay-per-use minutes ({self.minutes:,} left). Use them?"

    def __str__(self) -> str:
        """What a person reads where nobody could be asked."""
        return f"No license is free, and nobody has said yes to using pay-per-use minutes ({self.minutes:,} left)."


def problem_error(problem: Problem, status: int) -> ProblemError:
    """The exception for a problem document: by its `type`, or by its status where the type says nothing."""
    slug = problem.type.rstrip("/").rpartition("/")[2]
    if slug == "limit-reached":
        return LimitReached(problem, status)
    if slug == "ppu-consent-required":
        return PpuConsentRequired(problem, status)
    if slug == "two-step-required":
        return TwoStepRequired(problem, status)
    if status == 401:
        return Unauthorized(problem, status)
    if status == 410:
        return SessionOver(problem, status)
    return ProblemError(problem, status)
