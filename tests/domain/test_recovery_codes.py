from webapp.domain.recovery_codes import ALPHABET, LENGTH, normalized_code, shown


def test_a_code_is_read_as_it_is_shown_and_however_it_is_typed() -> None:
    code = ALPHABET[:LENGTH]

    assert shown(code) == "abcde-fghjk-mnpqr-stuvw-xyz12"
    assert normalized_code(shown(code)) == code
    assert normalized_code(" ABCDE fghjk-mnpqrSTUVW xyz12 ") == code


def test_a_code_has_125_bits_and_nothing_that_is_read_as_something_else() -> None:
    assert 5 * LENGTH == 125
    assert len(set(ALPHABET)) == 32
    assert set("ilo0") & set(ALPHABET) == set()
