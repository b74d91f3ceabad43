"""The catalogs of sentences: read from their .po files, once for each process and language, when first needed.

Nothing is compiled beforehand, so nothing can be stale.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages import pofile

from webapp.domain.languages import ENGLISH, LANGUAGES
from webapp.words.pseudo import turned

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"
SCRIPTS = "static/"
NAMES = ("zero", "one", "two", "few", "many", "other")
"""What CLDR calls the forms that a number takes, in the order in which catalogs have them."""


@dataclass(frozen=True, slots=True)
class Catalog:
    """The sentences of a language, by the English ones. `form` says which of its forms a number takes.

    `scripts`: the sentences that scripts say, with their forms by the names that browsers know them by (`one`, `few`, …).
    """

    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form: Callable[[int], int] = lambda number: int(number != 1)
    scripts: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)
    turned: bool = False

    def one(self, sentence: str) -> str:
        """A sentence."""
        found = self.forms.get(sentence)
        return found[0] if found else self._as_it_is(sentence)

    def many(self, one: str, many: str, number: int) -> str:
        """A sentence in the form for a number."""
        found = self.forms.get(one)
        if not found:
            return self._as_it_is(one if number == 1 else many)
        return found[min(self.form(number), len(found) - 1)]

    def _as_it_is(self, sentence: str) -> str:
        return turned(sentence) if self.turned else sentence


@cache
def catalog(language: str) -> Catalog:
    """The catalog of a language. English needs none."""
    if language == ENGLISH:
        return Catalog()
    if language not in LANGUAGES:
        return Catalog(turned=True)
    return _read(language)


def path_of(language: str) -> Path:
    """Where the sentences of a language stand."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def _read(language: str) -> Catalog:
    with path_of(language).open("rb") as file:
        source = pofile.read_po(file, locale=language, ignore_obsolete=True)
    names, forms, scripts = _names(language), {}, {}
    for message in source:
        said = (message.string,) if isinstance(message.string, str) else tuple(message.string or "")
        if not message.id or message.fuzzy or not all(said):
            continue
        sentence = message.id if isinstance(message.id, str) else message.id[0]
        forms[sentence] = said
        if any(place.startswith(SCRIPTS) for place, _ in message.locations):
            scripts[sentence] = said[0] if len(said) == 1 else dict(zip(names, said, strict=True))
    return Catalog(forms, form_of(language), scripts)


def form_of(language: str) -> Callable[[int], int]:
    """Which of its forms a number takes."""
    name_of, names = Locale(language).plural_form, _names(language)
    return lambda number: names.index(name_of(number))


def _names(language: str) -> list[str]:
    return [name for name in NAMES if name == "other" or name in Locale(language).plural_form.tags]
