"""What the history of sessions is called on screen."""

from webapp.domain.states import ClosedBy, EndReason, Funding, SessionKind
from webapp.services.steps.history_pages import Sort
from webapp.services.steps.history_rows import HistoryRow
from webapp.services.steps.session_history import SessionFilterState

KINDS = {SessionKind.UNATTENDED: "Unattended", SessionKind.SUPPORT: "Support"}
STATES = {SessionFilterState.OPEN: "Open", SessionFilterState.ENDED: "Ended"}
PAID = {Funding.LICENSE: "License", Funding.PPU: "Pay per use"}
ENDS = {
    EndReason.CLOSED_BY_CLIENT: "Closed by its user",
    EndReason.TERMINATED: "Ended by somebody",
    EndReason.LEASE_LAPSED: "Device lost",
    EndReason.CODE_EXPIRED: "Code expired",
    EndReason.PAUSE_EXPIRED: "Pause expired",
    EndReason.REMOTE_LEFT: "Remote side left",
    EndReason.PPU_USED_UP: "Minutes used up",
}
SORTS = {Sort.STARTED: "Started", Sort.USER: "User", Sort.DEVICE: "Device", Sort.DURATION: "Duration"}
CLOSED_BY = {
    ClosedBy.CLIENT: "Its device closed it before the time was up.",
    ClosedBy.DEADLINE: "Seatkeeper closed it when the time was up.",
    ClosedBy.LEASE: "Its device had disappeared meanwhile.",
    ClosedBy.AT_ONCE: "At once: there was nobody to warn.",
    ClosedBy.REMOTE: "The remote side left before the time was up.",
}


def ended(row: HistoryRow) -> str:
    """Why it is over, and by whom; empty for one that is open."""
    if row.end_reason is None:
        return ""
    if row.end_reason is EndReason.TERMINATED:
        return f"Ended by {row.ended_by or 'Seatkeeper'}"
    return ENDS[row.end_reason]


def paid(row: HistoryRow) -> str:
    """What it ran on: `License 2`, `Pay per use`."""
    if row.funding is Funding.PPU:
        return PAID[Funding.PPU]
    if row.funding is None:
        return "—"
    return PAID[Funding.LICENSE] if row.license is None else f"License {row.license}"
