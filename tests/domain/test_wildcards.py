import re
import sqlite3
from fnmatch import translate

from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.wildcards import ESCAPE, like_patterns

LETTERS = st.text("ab%_\\*?.", max_size=6)


def like(text: str, pattern: str) -> bool:
    """Whether a database finds the text by the pattern."""
    with sqlite3.connect(":memory:") as db:
        found: int = db.execute(f"SELECT ? LIKE ? ESCAPE '{ESCAPE}'", (text, pattern)).fetchone()[0]
    db.close()
    return bool(found)


def test_a_plain_word_matches_anywhere_and_each_word_must() -> None:
    assert like_patterns(" Ana  NOV ") == ("%ana%", "%nov%")


def test_a_star_stands_for_any_characters_and_a_question_mark_for_one() -> None:
    assert like_patterns("B?n Ok*") == ("b_n ok%",)


def test_what_means_something_to_the_database_means_itself() -> None:
    assert like_patterns("50%_\\") == ("%50\\%\\_\\\\%",)


def test_nothing_typed_asks_for_nothing() -> None:
    assert like_patterns("  ") == ()


@given(search=LETTERS.filter(lambda text: "*" in text or "?" in text), text=st.text("ab%_\\.", max_size=6))
def test_a_pattern_finds_what_wildcards_find_elsewhere(search: str, text: str) -> None:
    (pattern,) = like_patterns(search)

    assert like(text, pattern) == bool(re.match(translate(search), text))
