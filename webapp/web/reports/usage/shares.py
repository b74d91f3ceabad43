"""By user and by device: how long each held licenses, beside the one that held them longest."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.services.report_usage import Share
from webapp.web.reports.writing import Writing

SHOWN = 10
"""How many are shown at once; the others follow on demand."""
MOST = 300


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One user or device. `part`: of the longest, for its bar; `share`: of all the time of all."""

    name: str
    detail: str
    part: float
    time: str
    share: str
    times: str


@dataclass(frozen=True, slots=True)
class ShareTable:
    """The first rows, the others, and how many are left out even then (the CSV has all)."""

    rows: Sequence[ShareRow]
    others: Sequence[ShareRow]
    left_out: int


def share_table(shares: Sequence[Share], write: Writing) -> ShareTable:
    """Those who held licenses longest come first."""
    whole = sum(share.seconds for share in shares)
    longest = max((share.seconds for share in shares), default=0.0)
    rows = [
        ShareRow(
            name=share.name,
            detail=share.detail,
            part=share.seconds / longest if longest else 0.0,
            time=f"{write.number(share.seconds / 3600, 1)} h",
            share=write.share(share.seconds / whole if whole else 0.0, 1),
            times=write.number(share.times),
        )
        for share in shares[:MOST]
    ]
    return ShareTable(rows[:SHOWN], rows[SHOWN:], max(0, len(shares) - MOST))
