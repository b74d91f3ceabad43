"""Reports > Usage: licenses in use over time, when, how long, and by whom."""

from webapp.web.reports.usage.routes import blueprint

__all__ = ["blueprint"]
