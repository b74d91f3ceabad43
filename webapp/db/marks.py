"""How far the commits to SQLite have come: numbers that the processes of one server share, by being forked with them."""

import mmap

ROOM = 4096


class Marks:
    """Commits are numbered from 1. Whoever writes holds the turn to write; whoever syncs, that to sync."""

    def __init__(self) -> None:
        self._numbers = memoryview(mmap.mmap(-1, ROOM)).cast(
            "Q"
        )  # zeros, in memory that forked processes share

    @property
    def committed(self) -> int:
        """The last commit."""
        return self._numbers[0]

    @property
    def synced(self) -> int:
        """This one and all before it are on the disk."""
        return self._numbers[1]

    @property
    def settled(self) -> int:
        """Up to this one it is known whether they are."""
        return max(self._numbers[1], self._numbers[2])

    @property
    def is_in_doubt(self) -> bool:
        """Whether the disk may lack something that was committed: it is made good before anything is written after it."""
        return bool(self._numbers[3])

    def next_commit(self) -> int:
        """Note a commit; gives its number. One that came after something doubtful is doubtful too."""
        self._numbers[0] += 1
        if self.is_in_doubt:
            self._numbers[2] = self._numbers[0]
        return self._numbers[0]

    def note_synced(self, number: int) -> None:
        """Note that all up to this one are on the disk."""
        self._numbers[1] = number

    def note_failed(self) -> None:
        """Note that nobody can know of those that are not yet known to be on the disk."""
        self._numbers[3] = 1
        while self._numbers[2] < self._numbers[0]:  # who writes may note another one meanwhile
            self._numbers[2] = self._numbers[0]

    def made_good(self) -> None:
        """Note that everything committed so far has come onto the disk by another way."""
        self._numbers[3] = 0
