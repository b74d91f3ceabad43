"""How many licenses there were over time."""

from datetime import datetime

from sqlalchemy import Connection, select

from webapp.domain.usage_curves import Step
from webapp.models import LicenseCount


def license_counts(tx: Connection, account_id: int, start: datetime, end: datetime) -> list[Step]:
    """The number of licenses at the start, and each change of it. Before the first that is known it was the same."""
    query = (
        select(LicenseCount.since, LicenseCount.licenses)
        .where(LicenseCount.account_id == account_id)
        .order_by(LicenseCount.since)
    )
    counted = [Step(row.since, row.licenses) for row in tx.execute(query)]
    before = [step for step in counted if step.at <= start]
    steps = [Step(start, (before[-1:] or counted[:1])[0].in_use if counted else 0)]
    for step in counted:
        if start < step.at < end and step.in_use != steps[-1].in_use:
            steps.append(step)
    return steps
