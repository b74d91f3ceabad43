"""Brings the catalogs up to date with what is marked, and lists what is not translated."""

import io

from babel.messages import pofile
from babel.messages.catalog import Catalog

from tests.words.extracting import extracted
from webapp.domain.languages import ENGLISH, LANGUAGES
from webapp.words.catalogs import path_of

CHANGING = (b'"Report', b'"POT-Creation', b'"PO-Revision', b'"Last-Tr', b'"Language-Team', b'"Generated-By')
"""Lines of a catalog's head that say nothing of its sentences."""


def main() -> None:
    """Do it for each language."""
    marked = extracted()
    print(f"{len(marked)} sentences")
    for language in LANGUAGES:
        if language == ENGLISH:
            continue
        catalog = read(language)
        catalog.update(marked, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        write(language, catalog)
        missing = [
            message.id for message in catalog if message.id and (message.fuzzy or not said(message.string))
        ]
        print(f"\n{LANGUAGES[language]}: {len(missing)} to translate")
        for sentence in missing:
            print(f"  {sentence if isinstance(sentence, str) else sentence[0]}")


def said(string: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether a sentence is translated, in all its forms."""
    return all(string or ("",)) if not isinstance(string, str) else bool(string)


def read(language: str) -> Catalog:
    """A catalog as it stands; a new one where there is none."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, project="Seatkeeper", version="1", fuzzy=False)
    with path.open("rb") as file:
        return pofile.read_po(file, locale=language)


def write(language: str, catalog: Catalog) -> None:
    """Write it in an order that stays, without lines and dates, which change with everything."""
    catalog.header_comment = f"# {LANGUAGES[language]}. Brought up to date by `make words`."
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = io.BytesIO()
    pofile.write_po(text, catalog, width=0, include_lineno=False, sort_output=True)
    lines = text.getvalue().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if not line.startswith(CHANGING)))


if __name__ == "__main__":
    main()
