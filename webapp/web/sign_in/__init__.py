"""Signing in to the console, and out of it."""

from webapp.web.sign_in.routes import blueprint

__all__ = ["blueprint"]
