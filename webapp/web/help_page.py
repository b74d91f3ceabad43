"""The manual: its pages, and where a "?" leads."""

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.web.access import anybody
from webapp.web.local_paths import own_address
from webapp.web.manual_pages import BY_NAME, PAGE_OF, PAGES, TITLES

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
