"""What a use case cannot do, in words for a person. A refusal by the license limit is no error: it is a return value."""


class UseCaseError(Exception):
    """A request that cannot be carried out. `message` says why, and what to do, to a person."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(UseCaseError):
    """It does not exist, or the actor may not know that it does (404)."""


class Forbidden(UseCaseError):
    """The actor may see it but not do this to it (403)."""


class Conflict(UseCaseError):
    """It has moved on: what was asked no longer applies (409)."""


class Unavailable(UseCaseError):
    """It cannot be done at the moment, whoever asks: what is kept cannot be read or changed (503). Nothing was half done."""


class Invalid(UseCaseError):
    """One field of the input cannot be used (422). `field` names it as the form does."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
