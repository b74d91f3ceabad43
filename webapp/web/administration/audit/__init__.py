"""Administration > Audit: what was changed, by whom, from where."""

from webapp.web.administration.audit.routes import blueprint

__all__ = ["blueprint"]
