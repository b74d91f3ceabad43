"""Browsers of the bench: sign-ins written straight into the table, and the cookies that carry them."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from tests.bench.seeding import Seeded
from tests.support.cookies import console_cookie
from webapp.db import Database
from webapp.models import BrowserSignIn
from webapp.services.steps.tokens import new_id, token_hash

SECRET_KEY = "bench"
FAR = timedelta(days=2)


def sign_in(database_url: str, account: Seeded, first: int, count: int) -> list[dict[str, str]]:
    """Sign users `first`, `first` + 1, … of an account in; the headers of each browser's requests."""
    now = datetime.now(UTC)
    tokens = {n: f"browser-{account.seed.domain}-{n}-{new_id()}" for n in range(first, first + count)}
    rows = [
        {
            "token_hash": token_hash(token), "account_id": account.account_id, "user_id": account.first + n - 1,
            "address": "127.0.0.1", "user_agent": "bench", "signed_in_at": now, "last_seen_at": now + FAR,
        }
        for n, token in tokens.items()
    ]  # fmt: skip
    db = Database.open(database_url)
    db.write(lambda tx: tx.execute(insert(BrowserSignIn), rows))
    db.close()
    return [{"Cookie": f"seatkeeper={console_cookie(token, SECRET_KEY)}"} for token in tokens.values()]
