"""License Usage: who holds what, live, and ending sessions to free a license."""

from webapp.web.license_usage.routes import blueprint

__all__ = ["blueprint"]
