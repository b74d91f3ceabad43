"""Administration > Settings: what holds for everybody of the account."""

from webapp.web.administration.settings.routes import blueprint

__all__ = ["blueprint"]
