"""What the history of sessions is called on screen."""

from webapp.domain.states import ClosedBy, EndReason, Funding, SessionKind
from webapp.domain.texts import phrase
from webapp.services.steps.history_pages import Sort
from webapp.services.steps.history_rows import HistoryRow
from webapp.services.steps.session_history import SessionFilterState

KINDS = {SessionKind.UNATTENDED: phrase("Unattended"), SessionKind.SUPPORT: phrase("Support")}
STATES = {SessionFilterState.OPEN: phrase("Open"), SessionFilterState.ENDED: phrase("Ended")}
PAID = {Funding.LICENSE: phrase("License"), Funding.PPU: phrase("Pay per use")}
ENDS = {
    EndReason.CLOSED_BY_CLIENT: phrase("Closed by its user"),
    EndReason.TERMINATED: phrase("Ended by somebody"),
    EndReason.LEASE_LAPSED: phrase("Device lost"),
    EndReason.CODE_EXPIRED: phrase("Code expired"),
    EndReason.PAUSE_EXPIRED: phrase("Pause expired"),
    EndReason.REMOTE_LEFT: phrase("Remote side left"),
    EndReason.PPU_USED_UP: phrase("Minutes used up"),
}
SORTS = {
    Sort.STARTED: phrase("Started"),
    Sort.USER: phrase("User"),
    Sort.DEVICE: phrase("Device"),
    Sort.DURATION: phrase("Duration"),
}
CLOSED_BY = {
    ClosedBy.CLIENT: phrase("Its device closed it before the time was up."),
    ClosedBy.DEADLINE: phrase("Seatkeeper closed it when the time was up."),
    ClosedBy.LEASE: phrase("Its device had disappeared meanwhile."),
    ClosedBy.AT_ONCE: phrase("At once: there was nobody to warn."),
    ClosedBy.REMOTE: phrase("The remote side left before the time was up."),
}


def ended(row: HistoryRow) -> str:
    """Why it is over, and by whom; empty for one that is open."""
    if row.end_reason is None:
        return ""
    if row.end_reason is EndReason.TERMINATED:
        return phrase("Ended by %(who)s", who=row.ended_by or "Seatkeeper")
    return ENDS[row.end_reason]


def paid(row: HistoryRow) -> str:
    """What it ran on: `License 2`, `Pay per use`."""
    if row.funding is Funding.PPU:
        return PAID[Funding.PPU]
    if row.funding is None:
        return "—"
    return (
        PAID[Funding.LICENSE] if row.license is None else phrase("License %(license)s", license=row.license)
    )
