"""Browsers with axe-core in them."""

from collections.abc import Callable

import pytest

from tests.browser.accessibility.axe import Inspector
from tests.support.browsers import OpenBrowser
from tests.support.servers import Server

Inspect = Callable[..., Inspector]


@pytest.fixture
def inspect(open_browser: OpenBrowser, server: Server) -> Inspect:
    """Open an inspector: `inspect(is_mobile=True)`."""
    return lambda **options: Inspector(open_browser(**options), server)


@pytest.fixture
def inspector(inspect: Inspect) -> Inspector:
    """One, signed in as nobody."""
    return inspect()
