"""What nobody types, and programs that look for holes send."""

from hypothesis import strategies as st

BOUNDARY = "a-boundary"
TRICKY = [
    "", " ", "\0", "a\0b", "\r\nSet-Cookie: a=b", "\u202eevil", "\u200f", "\ufeff", "\ufffd", "%00", "%ff", "../../etc",
    "' OR 1=1 --", "\" ; DROP TABLE users", "<script>alert(1)</script>", "{{7*7}}", "=1+1", "-1", "0", "1e309", "NaN", "inf",
    "9" * 5000, "-" + "9" * 30, "٣", "²", "on", "true", "None", "null", "[]", "2026-02-30", "9999-12-31", "0001-01-01",
    "00000000-0000-0000-0000-000000000000", "x" * 201, "é" * 129, "a@b.example", "//evil.example", "javascript:alert(1)",
]  # fmt: skip
HUGE = "x" * 1_000_000


def texts() -> st.SearchStrategy[str]:
    """A value of a field."""
    anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
    return st.one_of(st.sampled_from(TRICKY), anything, st.integers().map(str))


def raw_bytes() -> st.SearchStrategy[bytes]:
    """A value as bytes that are no UTF-8."""
    return st.sampled_from([b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80abc"])
