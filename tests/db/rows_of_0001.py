"""A database of the first release, with something in every table. It is frozen as that schema is."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

NINE = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)
TEN = NINE + timedelta(hours=1)
RUNNING, OVER, ON_MINUTES = (UUID(f"019cabf5-1f2e-7cc3-98c4-dc0c0c07398{n}") for n in "abc")
HASH = bytes(range(32))
ANA = {"account_id": 1, "user_id": 1}
AT_DESK = {**ANA, "device_id": 1}
OF_RUNNING, OF_OVER = ({"account_id": 1, "session_id": session} for session in (RUNNING, OVER))

_SESSION = {
    **AT_DESK,
    "kind": "unattended", "state": "active", "funding": "license", "license_number": 1, "remote": "SRV-DB-02",
    "opened_at": NINE, "lease_expires_at": TEN, "revision": 7,
}  # fmt: skip
_ACCOUNT = {
    "account_id": 1, "domain": "acme", "name": "Acme", "license_count": 2, "lease_seconds": 90,
    "notice_seconds": 30, "default_reason": "Maintenance", "code_minutes": 60, "paused_hours": 24,
    "ppu_is_on": True, "ppu_expires_at": TEN, "ppu_minutes": 599, "ppu_entries": 2, "ppu_consent": "tell",
    "ppu_low_minutes": 60, "time_zone": "Europe/Ljubljana", "language": "en", "two_step": "optional",
    "browser_hours": 12, "audit_number": 1, "audit_hash": HASH, "decided_at": NINE, "revision": 9,
    "access_revision": 2, "created_at": NINE,
}  # fmt: skip

ROWS: dict[str, list[dict[str, Any]]] = {
    "accounts": [_ACCOUNT],
    "users": [
        {
            **ANA, "name": "ana", "display_name": "Ana Novak", "email": "ana@acme.example",
            "password_hash": "$argon2id$…", "is_owner": True, "is_domain_admin": True, "is_read_only": False,
            "must_change_password": False, "totp_secret": "sealed", "totp_confirmed_at": NINE,
            "totp_last_step": 5, "last_seen_at": TEN, "own_limit": 2, "ppu_consent": "ask", "created_at": NINE,
        }
    ],
    "devices": [
        {"account_id": 1, "device_id": n, "identifier": f"desk-{n}", "name": f"DESK-{n}", "created_at": NINE}
        for n in (1, 2)
    ],
    "licenses": [
        {**AT_DESK, "number": 1, "held_since": NINE},
        {"account_id": 1, "number": 2},
    ],
    "license_holdings": [
        {**AT_DESK, "holding_id": RUNNING, "number": 1, "held_since": NINE},
        {**AT_DESK, "holding_id": OVER, "number": 2, "held_since": NINE, "released_at": TEN},
    ],
    "client_sessions": [
        {**_SESSION, "session_id": RUNNING, "state": "ending", "ends_at": TEN, "ends_for": "terminated"},
        {
            **_SESSION, "session_id": OVER, "kind": "support", "state": "ended", "license_number": 2,
            "idempotency_key": "the same wish", "joined_at": NINE, "resumed_at": NINE, "ended_at": TEN,
            "end_reason": "remote_left",
        },
        {
            **_SESSION, "session_id": ON_MINUTES, "device_id": 2, "funding": "ppu", "license_number": None,
            "ppu_since": NINE, "ppu_paid_until": TEN,
        },
    ],
    "terminations": [
        {
            **OF_RUNNING, "termination_id": RUNNING, "requested_by": 1, "requested_at": NINE, "reason": "Lunch",
            "notice_seconds": 30, "takes_effect_at": TEN, "told_at": NINE,
        }
    ],
    "refusals": [
        {
            **AT_DESK, "refusal_id": RUNNING, "kind": "unattended", "remote": "SRV-DB-03", "wish": "again",
            "reason": "account_limit", "licenses": 2, "own_limit": 2, "ppu": "day_cap", "refused_at": NINE,
        }
    ],
    "session_events": [{**OF_OVER, "event_id": OVER, "at": NINE, "what": "joined", "user_id": 1, "detail": "Eve"}],
    "session_codes": [{**OF_RUNNING, "code": "482913057612", "issued_at": NINE, "expires_at": TEN}],
    "remote_sides": [
        {**OF_OVER, "token_hash": HASH, "name": "Eve", "address": "192.0.2.7", "joined_at": NINE, "left_at": TEN}
    ],
    "ppu_entries": [
        {"account_id": 1, "number": 1, "at": NINE, "kind": "purchase", "minutes": 600, "balance": 600, "note": "7"},
        {
            **ANA, "number": 2, "at": NINE, "kind": "use", "minutes": -1, "balance": 599, "session_id": ON_MINUTES,
        },
    ],
    "audit_entries": [
        {
            **ANA, "number": 1, "at": NINE, "who": "Ana Novak", "address": "192.0.2.1", "action": "account.created",
            "subject": "acme", "after": "{}", "hash": HASH,
        }
    ],
    "account_right_settings": [
        {"account_id": 1, "right": "control_domain_sessions", "allowed": False, "override_allowed": True}
    ],
    "user_right_settings": [{**ANA, "right": "control_domain_sessions", "allowed": True}],
    "browser_sign_ins": [
        {
            **ANA, "token_hash": HASH, "address": "192.0.2.1", "user_agent": "Browser", "signed_in_at": NINE,
            "two_step_due": False, "last_seen_at": TEN,
        }
    ],
    "device_tokens": [{**AT_DESK, "token_hash": HASH, "created_at": NINE, "last_seen_at": TEN}],
    "password_links": [{**ANA, "token_hash": HASH, "issued_at": NINE, "expires_at": TEN}],
    "recovery_codes": [{**ANA, "code_hash": HASH}],
    "closed_tips": [{**ANA, "tip": "ppu_low", "until": TEN}],
    "failed_sign_ins": [{"key": r"acme\ana", "failures": 3, "last_failure_at": NINE, "locked_until": TEN}],
    "wrong_codes": [{"address": "192.0.2.9", "period": NINE, "tries": 4, "last_at": TEN}],
    "setup_links": [{"token_hash": HASH, "issued_at": NINE}],
}  # fmt: skip
