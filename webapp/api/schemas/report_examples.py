"""Reports as examples of what is answered."""

from typing import Any

SESSION_REPORT: dict[str, Any] = {
    "items": [
        {
            "id": "019cabf5-1f2e-7cc3-98c4-dc0c0c07398f",
            "user": "ana",
            "user_display_name": "Ana Novak",
            "device": "ANA-LAPTOP",
            "kind": "unattended",
            "remote": "SRV-DB-02",
            "remote_address": None,
            "funding": "license",
            "license": 2,
            "ppu_minutes": 0,
            "started_at": "2026-03-02T09:00:00.000000Z",
            "ended_at": "2026-03-02T09:20:30.000000Z",
            "seconds": 1230.0,
            "end_reason": "terminated",
            "ended_by": "Ben Okafor",
            "reason": "Maintenance at noon",
        }
    ],
    "totals": {"sessions": 1, "seconds": 1230.0, "users": 1, "devices": 1},
    "next": None,
}
REFUSAL_REPORT: dict[str, Any] = {
    "items": [
        {
            "id": "019cabf5-1f2e-7cc3-98c4-dc0c0c07398f",
            "user": "ben",
            "user_display_name": "Ben Okafor",
            "device": "BEN-DESK",
            "remote": "SRV-DB-02",
            "reason": "account_limit",
            "first_refused_at": "2026-03-02T09:00:00.000000Z",
            "last_refused_at": "2026-03-02T09:03:00.000000Z",
            "tries": 4,
            "outcome": "got_in",
            "seconds": 240.0,
        }
    ],
    "totals": {
        "wishes": 1,
        "refusals": 4,
        "users": 1,
        "by_outcome": {"got_in": 1},
        "by_reason": {"account_limit": 1},
    },
    "next": None,
}
USAGE_REPORT: dict[str, Any] = {
    "items": [
        {
            "at": "2026-03-02T00:00:00.000000Z",
            "until": "2026-03-02T09:00:00.000000Z",
            "in_use": 0,
            "licenses": 3,
        }
    ],
    "summary": {
        "peak": 0,
        "levels": [{"in_use": 0, "seconds": 32400.0}],
        "users": [],
    },
    "next": None,
}
