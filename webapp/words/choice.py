"""Which language a request is answered in: the person's choice, else the browser's, else the account's, else English.

Programs have no choice but their request's: who says nothing is answered in English, whoever it is signed in for.
"""

from collections.abc import Callable, Sequence

from babel import Locale
from flask import request

from webapp import current
from webapp.domain.languages import ENGLISH, LANGUAGES
from webapp.words.pseudo import PSEUDO, locale_of

Choose = Callable[[], tuple[str | None, str | None]]
"""The language that the person of this request has chosen, and that of their account; None for what there is none of."""


def selector(people: Choose) -> Callable[[], Locale]:
    """What chooses for each request, once."""
    return lambda: locale_of(_chosen(people))


def _chosen(people: Choose) -> str:
    if request.path.startswith("/api/"):
        return _asked_for() or ENGLISH
    own, account = people()
    for language in (own, _asked_for(), account):
        if language in _spoken():
            return str(language)
    return ENGLISH


def _asked_for() -> str | None:
    """The first that is spoken of what the browser asks for, `de` for `de-AT` too. That any will do asks for none."""
    spoken = _spoken()
    for wish, quality in request.accept_languages:
        for language in (wish, wish.partition("-")[0].lower()):
            if language in spoken and quality > 0:
                return language
    return None


def _spoken() -> Sequence[str]:
    return (*LANGUAGES, PSEUDO) if current.settings().pseudo_language else tuple(LANGUAGES)
