"""Fixtures of what operators ask."""

import pytest

from webapp.settings import Settings

METRICS_TOKEN = "a-token-of-the-operator"
SCRAPER = {"Authorization": f"Bearer {METRICS_TOKEN}"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation whose operator asks for /metrics."""
    return settings.model_copy(update={"metrics_token": METRICS_TOKEN})
