from pathlib import Path

import pytest

from tests.words.bare_words import bare_words, templates


def test_every_text_of_the_templates_is_marked() -> None:
    assert {str(path): texts for path in templates() if (texts := bare_words(path))} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ('<p>{{ _("Hello") }}</p>', []),
        ("<p>{% trans %}Hello <b>you</b>{% endtrans %}</p>", []),
        ('<img alt="A chart">', ["A chart"]),
        ('<a class="btn btn-primary" aria-label="{{ _("Close") }}" href="/usage">×</a>', []),
        ("<code>seat run</code>", []),
        ('{{ "Manage" if on else _("Set up") }}', ["Manage"]),
        ('{{ field(form.name, hint="As people know it") }}', ["As people know it"]),
        ("<h1>Seatkeeper</h1>", []),
    ],
)
def test_what_is_not_marked_is_found(tmp_path: Path, source: str, found: list[str]) -> None:
    template = tmp_path / "page.html"
    template.write_text(source)

    assert bare_words(template) == found
