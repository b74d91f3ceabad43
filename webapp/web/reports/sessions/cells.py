"""A session as a line of CSV. `seatkeeper import-history` reads the same columns."""

from datetime import datetime, tzinfo

from webapp.services.steps.history_rows import HistoryRow
from webapp.web.reports.csv_file import Cell

COLUMNS = (
    "id", "user", "full_name", "device", "remote", "remote_address", "kind", "paid_by", "license", "ppu_minutes",
    "started", "ended", "seconds", "end_reason", "ended_by", "reason",
)  # fmt: skip


def cells(row: HistoryRow, zone: tzinfo) -> list[Cell]:
    """Its cells. Times are of the account's time zone, with their offset."""
    return [
        str(row.id), row.user_name, row.display_name, row.device_name, row.remote, row.remote_address,
        row.kind, row.funding, row.license, row.ppu_minutes,
        _local(row.opened_at, zone), _local(row.ended_at, zone) if row.ended_at else None, f"{row.seconds:.6f}",
        row.end_reason, row.ended_by, row.reason,
    ]  # fmt: skip


def _local(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="microseconds")
