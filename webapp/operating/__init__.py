"""What operators and their tools ask of a server: whether it is well, and its numbers. `register` adds it to an app."""

from flask import Flask

from webapp import current
from webapp.operating import health, metrics
from webapp.operating.patience import Asker


def register(app: Flask) -> None:
    """Add it to the app. Requests are measured only where somebody may ask for the numbers."""
    app.register_blueprint(health.blueprint)
    app.extensions[health.EXTENSION] = Asker[dict[str, str]]()
    app.register_blueprint(metrics.blueprint)
    if app.extensions[current.EXTENSION].settings.metrics_token:
        metrics.register(app)
