"""Sums usage up and removes history that is not to be kept."""

from flask import Flask

from webapp import current
from webapp.services.prune_history import prune_history
from webapp.services.sum_up_usage import sum_up_usage


def tidy_history(app: Flask) -> None:
    """Do both, by the clock that decides."""
    with app.app_context():
        sum_up_usage(current.db(), current.now())
        prune_history(current.db(), current.now())
