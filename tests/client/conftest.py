"""Fixtures for tests of the client: accounts with notices and leases as short as a test needs, on a real server.

Tests share one server, each with an account of its own.
"""

import itertools
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.client.seats import Office
from tests.support.cast import password_of
from tests.support.servers import Server
from webapp.clock import clock_for
from webapp.db import Database
from webapp.services.create_account import NewAccount, create_account

OpenOffice = Callable[..., Office]
_NUMBERS = itertools.count(1)


@pytest.fixture
def open_office(server: Server, tmp_path: Path, afterwards: ExitStack) -> OpenOffice:
    """Create an account: `open_office(licenses=1, notice=2, lease=60)`."""
    return lambda **rules: _office(server, tmp_path, afterwards, **rules)


@pytest.fixture
def office(open_office: OpenOffice) -> Office:
    """One license, two seconds of notice, a lease of a minute."""
    return open_office()


def _office(
    server: Server, folder: Path, afterwards: ExitStack, licenses: int = 1, notice: int = 2, lease: int = 60
) -> Office:
    office = Office(server, folder, afterwards, domain=f"office{next(_NUMBERS)}")
    new = NewAccount(
        domain=office.domain, name="Office", licenses=licenses, notice_seconds=notice, lease_seconds=lease,
        owner_name="olga", owner_display_name="Olga Weiss", owner_email=f"olga@{office.domain}.example",
        password=password_of("olga"),
    )  # fmt: skip
    with closing(Database.open(office.database_url)) as database:
        create_account(database, new, clock_for(database).now())
    return office
