"""That somebody gave up before the session was open."""

import signal


class StoppedWaiting(Exception):
    """Not an error: a signal came before the session was open."""

    def __init__(self, number: signal.Signals) -> None:
        super().__init__(number.name)
        self.number = number
