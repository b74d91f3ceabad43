"""The one-time page that creates the first account and its owner."""

from webapp.web.set_up.routes import blueprint

__all__ = ["blueprint"]
