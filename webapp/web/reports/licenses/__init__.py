"""Reports > Licenses: how many are enough."""

from webapp.web.reports.licenses.routes import blueprint

__all__ = ["blueprint"]
