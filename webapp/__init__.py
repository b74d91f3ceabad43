"""Seatkeeper: a licence server for remote sessions, with an administration console in the browser."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask_openapi3.openapi import OpenAPI

    from webapp.clock import Clock
    from webapp.db import Marks
    from webapp.settings import Settings


def create_app(settings: "Settings", clock: "Clock | None" = None, marks: "Marks | None" = None) -> "OpenAPI":
    """Wire the application together. Opens its own database connections: call it in the process that serves.

    `clock` is for tests, which own the time; `marks` are what the processes of one server share about their database.
    Imports stand inside: the client library shares this package and needs none of them.
    """
    from flask_openapi3.openapi import OpenAPI
    from werkzeug.middleware.proxy_fix import ProxyFix

    from webapp import api, current, live, operating, request_log, web, words
    from webapp.clock import clock_for
    from webapp.db import Database
    from webapp.settings import ROOT

    templates = str(ROOT / "templates")
    app = OpenAPI("webapp", static_folder=None, template_folder=templates, **api.openapi_options())
    app.ensure_sync = lambda func: func  # type: ignore[method-assign]  # nothing is async, and it would be asked for each hook
    app.secret_key = settings.effective_secret_key()
    app.config["SESSION_COOKIE_SECURE"] = settings.is_https
    db = Database.open(settings.effective_database_url, marks)
    app.extensions[current.EXTENSION] = current.Parts(settings, db, clock or clock_for(db))
    if settings.behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    request_log.register(app, settings)
    words.register(app, web.languages_of_visitor)
    web.register(app)
    api.register(app)
    live.register(app, web.LIVE_PAGES, web.render_remote_update, web.remote_cookie(https=settings.is_https))
    operating.register(app)
    return app
