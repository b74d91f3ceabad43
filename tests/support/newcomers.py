"""The cast again and again in one database, for tests that share a server: who was there before moves out."""

import itertools
from contextlib import closing

from sqlalchemy import Connection, String, cast, delete, update

from tests.support.cast import Cast, gather
from tests.support.compiled import compile_once
from tests.support.passwords import quick_passwords
from webapp.db import Database
from webapp.models import Account, FailedSignIn, User, WrongCode

_NUMBERS = itertools.count(1)


def gather_anew(url: str) -> Cast:
    """Make the cast, whatever there is, while servers run on the database. Nothing of a cast before is theirs."""
    quick_passwords()
    compile_once()
    with closing(Database.open(url)) as database:
        database.write(_move_out)
        return gather(database)


def _move_out(tx: Connection) -> None:
    """Free the names of everybody who is there; and nobody waits for what others have done wrong."""
    former = f"former-{next(_NUMBERS)}-"
    tx.execute(update(Account).values(domain=former + cast(Account.account_id, String)))
    tx.execute(update(User).values(email=former + cast(User.user_id, String)))
    tx.execute(delete(FailedSignIn))
    tx.execute(delete(WrongCode))
