"""The one-time link that was just made, kept in the browser's own cookie until the next page has shown it."""

from dataclasses import dataclass

from flask import flash, session, url_for

from webapp import current, mail, words
from webapp.domain.units import count
from webapp.services.steps.password_links import LINK_LASTS
from webapp.services.view_user import view_user
from webapp.web.access import current_actor, request_time
from webapp.web.administration.users.blueprint import blueprint
from webapp.web.local_paths import own_address

KEPT = "issued_link"


@dataclass(frozen=True, slots=True)
class IssuedLink:
    """A link to show once. `mailed`: it also went to the user by e-mail."""

    name: str
    address: str
    mailed: bool


@blueprint.context_processor
def _how_long_links_last() -> dict[str, str]:
    return {"link_lasts": count(int(LINK_LASTS.total_seconds()) // 3600, "hour")}


def link_address(token: str) -> str:
    """The address that a link's token stands for."""
    return own_address() + url_for("password_link.form", token=token)


def give_link(name: str, token: str) -> None:
    """Mail the link to the user where the installation sends mail; else keep it for the page that shows it once."""
    actor = current_actor()
    user = view_user(current.db(), actor, name, request_time()).user
    language = user.language or actor.account_language
    login = rf"\\{actor.domain}\{user.name}"
    letter = mail.password_link(user.display_name, user.email, login, link_address(token), language)
    if mail.deliver(letter):
        flash(words.gettext("A one-time link is on its way to %(email)s.", email=user.email))
    else:
        keep_link(name, token, mailed=False)


def keep_link(name: str, token: str, *, mailed: bool) -> None:
    """Keep a link for the page that the browser is sent to."""
    session[KEPT] = {"name": name, "address": link_address(token), "mailed": mailed}


def take_link(name: str) -> IssuedLink | None:
    """The link that was just made for this user: shown once."""
    kept = session.pop(KEPT, None)
    return IssuedLink(**kept) if kept and kept["name"] == name else None
