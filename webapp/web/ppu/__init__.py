"""Pay per use: the page, and whether the menu leads to it."""

from flask import Flask

from webapp import current
from webapp.services.shows_ppu import shows_ppu
from webapp.web.access import current_actor
from webapp.web.ppu.routes import blueprint


def register(app: Flask) -> None:
    """Add the page to the app, and what the menu asks."""
    app.register_blueprint(blueprint)
    app.add_template_global(_shows_pay_per_use, "shows_pay_per_use")


def _shows_pay_per_use() -> bool:
    return shows_ppu(current.db(), current_actor())
