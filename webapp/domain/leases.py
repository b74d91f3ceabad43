"""Leases: a dead client frees its license (product.md, "Leases")."""

from datetime import datetime, timedelta

DEFAULT_LEASE_SECONDS = 90
RENEWALS_PER_LEASE = 3


def lease_expiry(now: datetime, lease_seconds: int) -> datetime:
    """The moment a lease granted or renewed at `now` runs out."""
    return now + timedelta(seconds=lease_seconds)


def renew_every_seconds(lease_seconds: int) -> int:
    """How often a client renews, in seconds: every third of the lease."""
    return max(1, lease_seconds // RENEWALS_PER_LEASE)
