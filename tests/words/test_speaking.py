import pytest
from flask import Flask, render_template_string

from tests.support.databases import on_sqlite
from webapp import words
from webapp.domain.texts import phrase, phrases
from webapp.settings import Settings
from webapp.words import catalogs, saying
from webapp.words.catalogs import Catalog

pytestmark = on_sqlite
SLOVENIAN = Catalog(
    {
        "Hello, %(who)s": ("Pozdravljeni, %(who)s",),
        "%(number)s session": ("%(number)s seja", "%(number)s seji", "%(number)s seje", "%(number)s sej"),
        "Give %(what)s.": ("Navedite %(what)s.",),
        "a name": ("ime",),
        "<b>%(who)s</b> waits": ("<b>%(who)s</b> čaka",),
    },
    catalogs.form_of("sl"),
)


@pytest.fixture(autouse=True)
def speaks(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalog of the test's own."""
    monkeypatch.setattr(
        saying, "catalog", lambda language: SLOVENIAN if language == "sl" else catalogs.catalog(language)
    )


def said(app: Flask, source: str, **values: object) -> str:
    """What a template says in Slovenian."""
    with app.test_request_context("/", headers={"Accept-Language": "sl"}):
        return render_template_string(source, **values)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1 seja"),
        (2, "2 seji"),
        (3, "3 seje"),
        (4, "4 seje"),
        (5, "5 sej"),
        (101, "101 seja"),
        (1102, "1.102 seji"),
    ],
)
def test_a_number_takes_the_form_and_the_writing_of_the_language(app: Flask, number: int, text: str) -> None:
    block = "{% trans number=n %}{{ number }} session{% pluralize %}{{ number }} sessions{% endtrans %}"

    assert said(app, block, n=number) == text
    assert said(app, "{{ ngettext('%(number)s session', '%(number)s sessions', n) }}", n=number) == text
    assert said(app, "{{ p }}", p=phrases("%(number)s session", "%(number)s sessions", number)) == text
    with app.test_request_context("/", headers={"Accept-Language": "sl"}):
        assert words.ngettext("%(number)s session", "%(number)s sessions", number) == text


def test_values_are_escaped_and_sentences_are_not(app: Flask) -> None:
    assert said(app, "{% trans %}<b>{{ who }}</b> waits{% endtrans %}", who="<i>") == "<b>&lt;i&gt;</b> čaka"
    assert said(app, "{{ _('Hello, %(who)s', who=who) }}", who="A & B") == "Pozdravljeni, A &amp; B"


def test_phrases_within_phrases_are_translated(app: Flask) -> None:
    told = phrase("Give %(what)s.", what=phrase("a name"))

    assert told == "Give a name."
    assert said(app, "{{ told }}", told=told) == "Navedite ime."
    assert said(app, "{{ (told | words) ~ '!' }}", told=told) == "Navedite ime.!"


def test_what_has_no_translation_is_said_in_english(app: Flask) -> None:
    assert said(app, "{{ _('Goodbye') }}") == "Goodbye"
    assert said(app, "{{ ngettext('%(number)s fly', '%(number)s flies', 2) }}") == "2 flies"


def test_outside_of_a_request_it_speaks_english() -> None:
    assert words.gettext("Hello, %(who)s", who="Ana") == "Hello, Ana"
    assert words.translate(phrases("%(number)s session", "%(number)s sessions", 1200)) == "1,200 sessions"


def test_a_letter_speaks_the_language_of_whom_it_is_for(app: Flask) -> None:
    with app.test_request_context("/", headers={"Accept-Language": "en"}), words.speaking("sl"):
        assert words.gettext("Hello, %(who)s", who="Ana") == "Pozdravljeni, Ana"


def test_the_pseudo_language_is_written_from_right_to_left_with_words_turned_round(
    app: Flask, settings: Settings
) -> None:
    settings.pseudo_language = True

    with app.test_request_context("/", headers={"Accept-Language": "ar-XB"}):
        assert words.is_right_to_left()
        assert words.gettext("Hello, %(who)s", who="Ana") == "\u202eHello\u202c, Ana"
