"""Session Management: one panel for everybody (Settings > Security) and for one user (Users > a user > Security)."""

from webapp.web.administration.rights.routes import blueprint

__all__ = ["blueprint"]
