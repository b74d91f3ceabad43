"""Finds words in templates that nobody has marked, and that would stay English on every page."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from webapp.settings import ROOT

NAMES = {
    "Seatkeeper", "Seatkeeper · Seatkeeper", "CSV", "EUR", "UTC", "Ctrl", "Esc", "Enter",
    "name", "full name", "e-mail", "own limit", "domain admin", "state",
    "name,full name,e-mail,own limit,domain admin,state",  # columns of a file, as it names them
}  # fmt: skip
"""What is the same in all languages."""
READ_OUT = {"alt", "aria-label", "aria-description", "data-hint", "data-label", "placeholder", "title"}
"""Attributes that people read or hear."""
AS_TYPED = {"code", "kbd", "pre", "script", "style"}
"""Elements whose text is typed or read by programs."""
_TRANSLATED = re.compile(r"\{#.*?#\}|\{%[-+]?\s*trans\b.*?endtrans\s*[-+]?%\}", re.DOTALL)
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_MARKED = re.compile(r"""\b(?:_|ngettext)\((?:"[^"]*"(?:,\s*)?)+""")
_STRING = re.compile(r'"([^"]*)"')
_SAID = re.compile(r"[A-Z][a-z]+( |$)|[^/#?&=]*[a-z]{2} [a-z]{2}")
_LETTERS = re.compile(r"[^\W\d_]{2}")


def bare_words(template: Path) -> list[str]:
    """The texts of a template that are not marked."""
    source = _TRANSLATED.sub("", template.read_text(encoding="utf-8"))
    reader = _Reader()
    reader.feed(_CODE.sub("", source))
    said = [text for code in _CODE.findall(source) for text in _in_code(code)]
    return [text for text in (*reader.found, *said) if text not in NAMES]


def templates() -> list[Path]:
    """All templates."""
    return sorted((ROOT / "templates").rglob("*.html"))


def _in_code(code: str) -> Iterator[str]:
    """Texts in a tag or an expression of Jinja: two words or more, or one with a capital letter."""
    if not re.match(r"\{%[-+]?\s*(?:extends|include|from|import)\b", code):
        plain = re.sub(r'\b(?:class_?|aria_describedby)=(?:\(.*?\)|"[^"]*")', "", _MARKED.sub("", code))
        yield from (text for text in _STRING.findall(plain) if _SAID.match(text))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._typed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in AS_TYPED:
            self._typed.append(tag)
        self.found += [
            value.strip() for name, value in attrs if name in READ_OUT and value and _LETTERS.search(value)
        ]

    def handle_endtag(self, tag: str) -> None:
        if self._typed and self._typed[-1] == tag:
            self._typed.pop()

    def handle_data(self, data: str) -> None:
        if not self._typed and _LETTERS.search(data):
            self.found.append(data.strip(" \n·,;:()/–"))
