import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.domain.spreadsheets import guarded, unguarded


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "'=1"])
def test_what_a_spreadsheet_might_calculate_begins_with_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Ana", "ana@acme.example", "d'Arc", "'quoted'", "3-4"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


@given(st.text("'=+-@\ta", max_size=5))
def test_guarding_can_be_undone_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text
