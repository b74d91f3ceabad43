"""What people read, in their language: the one place through which web, API and letters translate.

`gettext` and `ngettext` say a sentence in the language of the request, `translate` a phrase of the domain. Values are
named: `gettext("%(who)s is signed out.", who=name)`; numbers among them are written as the language writes them.
"""

from flask import Flask
from flask_babel import Babel

from webapp.words import choice, formats, templates
from webapp.words.saying import (
    choose_anew,
    day,
    gettext,
    in_a_sentence,
    is_right_to_left,
    language,
    locale,
    ngettext,
    number,
    speaking,
    translate,
)
from webapp.words.scripts import words_of_scripts

__all__ = [
    "choose_anew",
    "day",
    "formats",
    "gettext",
    "in_a_sentence",
    "is_right_to_left",
    "language",
    "locale",
    "ngettext",
    "number",
    "register",
    "speaking",
    "translate",
    "words_of_scripts",
]


def register(app: Flask, people: choice.Choose) -> None:
    """Let the app speak. `people` says what a signed-in person has chosen, and what their account speaks."""
    Babel(app, configure_jinja=False, locale_selector=choice.selector(people))
    templates.register(app)
