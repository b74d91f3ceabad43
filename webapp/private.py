"""What a log keeps to itself: who somebody is, where they come from."""


class Private:
    """A value for a log message, which only the logs of an operator who asked for details tell."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __str__(self) -> str:
        return "(not told)"
