"""The manual: its pages, and where a "?" leads."""

from dataclasses import dataclass

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.web.access import anybody
from webapp.web.local_paths import own_address


@dataclass(frozen=True, slots=True)
class ManualPage:
    """A page: its name in the address, its title, what it tells in a line, and its sections by their anchors."""

    name: str
    title: str
    about: str
    sections: tuple[tuple[str, str], ...] = ()

    @property
    def template(self) -> str:
        """The text."""
        return f"help/pages/{self.name}.html"


PAGES = (
    ManualPage(
        "overview", "Seatkeeper in short", "What it counts, and the words that every page uses.",
        (("words", "The words"), ("first-session", "Your first session"), ("states", "What a session goes through"),
         ("lost", "When a device disappears")),
    ),
    ManualPage(
        "signing-in", "Signing in", "User name, password, second step, and where you are signed in.",
        (("password", "Your password"), ("two-step", "Two-step verification"), ("signed-in", "Where you are signed in")),
    ),
    ManualPage(
        "license-usage", "License Usage", "Who holds which license, live.",
        (("reading", "Reading the page"), ("searching", "Searching"), ("tips", "Tips"),
         ("away", "When the server was away")),
    ),
    ManualPage(
        "ending", "Ending sessions", "Free a license, kindly.",
        (("what-it-frees", "What ending frees"), ("other-side", "What the other side sees"),
         ("keeping", "Keeping a session open after all")),
    ),
    ManualPage(
        "limit-reached", "When the limit is reached", "Why you were refused, and what you can do.",
        (("waiting", "Waiting for a license"), ("own-limit", "A limit of your own"),
         ("fewer-licenses", "When there are fewer licenses than before")),
    ),
    ManualPage(
        "codes", "Support sessions by code", "Help somebody who has no account.",
        (("joining", "For people who were invited"), ("wrong-codes", "Wrong codes")),
    ),
    ManualPage(
        "pausing", "Pausing and resuming", "Free your license while you are away.",
        (("resuming", "Resuming"), ("paused-for", "How long a session stays paused")),
    ),
    ManualPage(
        "ppu", "Pay per use", "Minutes for when no license is free.",
        (("minutes", "What counts as a minute"), ("ppu-page", "The page Pay per use"),
         ("ppu-settings", "For domain admins"), ("ppu-operators", "For operators")),
    ),
    ManualPage(
        "rights", "Who may view and control", "The rights, and how domain admins set them.",
        (("session-management", "For domain admins: Session Management"), ("view-as", "See what somebody sees")),
    ),
    ManualPage(
        "reports", "Reports", "What was: usage, sessions, refusals, and how many licenses you need.",
        (("usage-report", "Usage"), ("session-report", "Sessions"), ("refusal-report", "Refusals"),
         ("license-report", "How many licenses do we need?")),
    ),
    ManualPage(
        "administration", "Administration", "For domain admins: settings, users, audit.",
        (("settings", "Settings"), ("users", "Users"), ("erasing", "Erasing personal data"),
         ("import", "Import and export of users"), ("audit", "Audit")),
    ),
    ManualPage(
        "seat", "The seat command", "Run any program under a session.",
        (("seat-commands", "What it can do"), ("seat-ended", "When the session is ended"),
         ("seat-ppu", "When only minutes are left"), ("exit-status", "Exit status")),
    ),
    ManualPage(
        "api", "The API", "Open, renew and end sessions from your own programs.",
        (("api-session", "A session, step by step"), ("api-errors", "When it does not work"),
         ("api-events", "Being told"), ("api-reports", "Reports by API"), ("api-python", "From Python")),
    ),
)  # fmt: skip
BY_NAME = {page.name: page for page in PAGES}
TITLES = {page.name: page.title for page in PAGES} | dict(part for page in PAGES for part in page.sections)
"""What each anchor is headed by. The name of a page is an anchor too: its top."""
PAGE_OF = {anchor: page.name for page in PAGES for anchor in (page.name, *dict(page.sections))}

blueprint = Blueprint("help", __name__)


@blueprint.app_template_global()
def help_address(anchor: str) -> str:
    """Where the manual tells of it."""
    name = PAGE_OF[anchor]
    return url_for("help.page", name=name, _anchor=None if anchor == name else anchor)


@blueprint.get("/help")
@blueprint.get("/help/<name>")
@anybody
def page(name: str = "") -> ResponseReturnValue:
    """How to use Seatkeeper, for the people who open sessions, end them and administer an account: its contents, or a page."""
    if not name:
        return render_template("help/index.html", pages=PAGES)
    shown = BY_NAME.get(name) or abort(404)
    number = PAGES.index(shown)
    return render_template(
        "help/page.html",
        pages=PAGES,
        shown=shown,
        titles=TITLES,
        before=PAGES[number - 1] if number else None,
        after=next(iter(PAGES[number + 1 :]), None),
        address=own_address(),
    )


@blueprint.get("/help/all")
@anybody
def whole() -> ResponseReturnValue:
    """All pages on one, to search in and to print."""
    return render_template("help/all.html", pages=PAGES, titles=TITLES, address=own_address())
