"""Fixtures of the browser tests: the devices of the cast, and ana looking at License Usage."""

import pytest
from playwright.sync_api import Page

from tests.browser.console import Device, look_at_usage
from tests.support.servers import Server


@pytest.fixture
def ana_desk(server: Server) -> Device:
    """The program on ana's desk."""
    return Device(server, server.cast.ana.desk)


@pytest.fixture
def ben_desk(server: Server) -> Device:
    """The program on ben's desk."""
    return Device(server, server.cast.ben.desk)


@pytest.fixture
def cleo_desk(server: Server) -> Device:
    """The program on cleo's desk."""
    return Device(server, server.cast.cleo.desk)


@pytest.fixture
def usage(page: Page, server: Server, ana_desk: Device, ben_desk: Device) -> Page:
    """License Usage before ana's eyes: two sessions on her desk, one on ben's."""
    ana_desk.open("SRV-1")
    ana_desk.open("SRV-2")
    ben_desk.open("KIOSK")
    look_at_usage(page, server, server.cast.ana)
    return page
