"""The console for people: pages, forms and what is pushed to them. `register` wires all of it to an app."""

from flask import Flask, request
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

from webapp.web import (
    administration,
    cookies,
    errors,
    headers,
    help_page,
    hosts,
    license_usage,
    own_session,
    password,
    ppu,
    remote_side,
    reports,
    set_up,
    sign_in,
    static_files,
    your_account,
)
from webapp.web.access import languages_of_visitor, login_manager
from webapp.web.license_usage.live import render_update as render_usage_update
from webapp.web.live_pages import LIVE_PAGES
from webapp.web.remote_cookie import remote_cookie
from webapp.web.remote_side.live import render_update as render_remote_update

__all__ = [
    "LIVE_PAGES",
    "languages_of_visitor",
    "register",
    "remote_cookie",
    "render_remote_update",
    "render_usage_update",
]

csrf = CSRFProtect()


def register(app: Flask) -> None:
    """Add the console to the app."""
    _set_up_templates(app)
    _set_up_form_tokens(app)
    cookies.register(app)
    login_manager.init_app(app)
    hosts.register(app)
    csrf.init_app(app)
    app.before_request(_require_form_token)
    headers.register(app)
    static_files.register(app)
    _set_up_compression(app)
    errors.register(app)
    app.register_blueprint(sign_in.blueprint)
    app.register_blueprint(set_up.blueprint)
    password.register(app)
    your_account.register(app)
    app.register_blueprint(license_usage.blueprint)
    app.register_blueprint(license_usage.pausing_blueprint)
    app.register_blueprint(license_usage.tips_blueprint)
    app.register_blueprint(own_session.blueprint)
    remote_side.register(app)
    ppu.register(app)
    app.register_blueprint(help_page.blueprint)
    reports.register(app)
    administration.register(app)


def _set_up_templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.undefined = StrictUndefined


def _set_up_form_tokens(app: Flask) -> None:
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,  # asked for below, for the console alone: API clients bring bearer tokens
        WTF_CSRF_TIME_LIMIT=None,  # License Usage stays open all day and must still work
    )


def _set_up_compression(app: Flask) -> None:
    """Pages and documents are sent compressed; what is sent bit by bit is not, so that each bit arrives at once."""
    app.config.update(COMPRESS_STREAMS=False, COMPRESS_ALGORITHM=["br", "gzip"])
    Compress().init_app(app)


def _require_form_token() -> None:
    if not request.path.startswith("/api/"):
        csrf.protect()
