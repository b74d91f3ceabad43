"""Text in CSV files that spreadsheets open: none of it may run there as a formula."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet calculates: where it could begin a formula, an apostrophe goes before it."""
    return GUARD + text if _looks_like_formula(text) else text


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if cell.startswith(GUARD) and _looks_like_formula(cell[1:]) else cell


def _looks_like_formula(text: str) -> bool:
    """Whether it begins a formula, or an apostrophe before one: so that guarding can be undone exactly."""
    return text.lstrip(GUARD).startswith(FORMULA_STARTS)
