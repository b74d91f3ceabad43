"""Reports > Sessions: the history of sessions, and each with its timeline."""

from webapp.web.reports.sessions.routes import blueprint

__all__ = ["blueprint"]
