"""Reports > Refusals: who was turned away, and what became of it."""

from webapp.web.reports.refusals.routes import blueprint

__all__ = ["blueprint"]
