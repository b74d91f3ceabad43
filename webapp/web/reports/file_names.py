"""How exported reports are called."""

from webapp.web.reports.frame import Frame


def file_name(report: str, frame: Frame) -> str:
    """`sessions-of-acme-2026-03-01-to-2026-03-31.csv`."""
    period = frame.period
    return f"{report}-of-{frame.actor.domain}-{period.first}-to-{period.last}.csv"
