"""One's own session in the browser: starting one by code, its page, and what is done there."""

from webapp.web.own_session.routes import blueprint

__all__ = ["blueprint"]
