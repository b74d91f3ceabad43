"""Collects the sentences that are marked in templates, Python and scripts."""

from collections.abc import Iterator

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

from webapp.settings import ROOT

MARKS = {**DEFAULT_KEYWORDS, "phrase": None, "phrases": (1, 2)}
METHODS = {
    "templates": ([("**.html", "jinja2.ext:babel_extract"), ("**.txt", "jinja2.ext:babel_extract")], {"**": {
        "trimmed": "true", "newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}}),
    "webapp": ([("client/**.py", "ignore"), ("**.py", "python")], {}),
    "static": ([("vendor/**", "ignore"), ("**.js", "javascript")], {}),
}  # fmt: skip
"""Where sentences stand, and what finds them there. The client's command speaks English."""


def extracted() -> Catalog:
    """All sentences, with the files that say them."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for place, sentence, comments in _sentences():
        found.add(sentence, None, [(place, 1)], auto_comments=comments)
    return found


def _sentences() -> Iterator[tuple[str, str | tuple[str, ...], list[str]]]:
    for folder, (methods, options) in METHODS.items():
        marked = extract_from_dir(
            ROOT / folder, methods, options, keywords=MARKS, comment_tags=("L10N:",), strip_comment_tags=True
        )
        for name, _line, sentence, comments, _context in marked:
            yield f"{folder}/{name}", sentence, comments
