from contextlib import closing
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility.axe import Inspector
from tests.browser.console import Device
from tests.services.made_history import Made, as_file
from tests.support.servers import Server
from webapp.clock import clock_for
from webapp.db import Database
from webapp.services.import_history import import_history

TITLE = "Reports"


@pytest.fixture
def history(server: Server, ana_desk: Device, ben_desk: Device, cleo_desk: Device) -> None:
    """acme had sessions of three users; its licenses are in use, and somebody was refused."""
    with closing(Database.open(server.database_url)) as database:
        now = clock_for(database).now()
        ends = [now - timedelta(minutes=45 * n + 60) for n in range(60)]
        sessions = [
            Made(f"user{n % 3}", f"PC-{n % 2}", at - timedelta(minutes=30), at) for n, at in enumerate(ends)
        ]
        import_history(database, "acme", as_file(sessions), now)
    for device, remote in ((ana_desk, "SRV-1"), (ben_desk, "KIOSK"), (cleo_desk, "SRV-3")):
        device.open(remote)
    Device(server, server.cast.ben.laptop).refused("SRV-9")


@pytest.mark.usefixtures("history")
def test_reports(inspector: Inspector, server: Server) -> None:
    page = inspector.page
    inspector.sign_in(server.cast.ana)
    inspector.visit("/reports/usage?period=7d", TITLE)
    inspector.visit("/reports/usage?from=2001-01-01&to=2001-01-02", TITLE)
    inspector.visit("/reports/sessions?period=7d", TITLE)
    inspector.visit("/reports/sessions?user=nobody-like-this", TITLE)
    inspector.visit("/reports/refusals?period=7d", TITLE)
    inspector.visit("/reports/licenses?period=7d", TITLE)
    page.goto(f"{server.url}/reports/sessions?period=7d")
    page.locator("tbody tr td a, tbody tr th a").first.click()
    expect(page.locator("h1:visible")).to_be_visible()
    inspector.look("a session")

    assert inspector.flaws == []
