"""What people type to look for something: `*` stands for any characters, `?` for one, a plain word matches anywhere."""

WILD = {"*": "%", "?": "_"}
ESCAPE = "\\"


def like_patterns(search: str) -> tuple[str, ...]:
    """The search as patterns of SQL's LIKE (escaped with `ESCAPE`, lower case), all of which must match.

    With a wildcard it is one pattern for the whole text; without, each of its words may stand anywhere.
    """
    typed = " ".join(search.lower().split())
    if any(sign in typed for sign in WILD):
        return ("".join(WILD.get(sign) or _escaped(sign) for sign in typed),)
    return tuple(f"%{''.join(map(_escaped, word))}%" for word in typed.split())


def _escaped(sign: str) -> str:
    return ESCAPE + sign if sign in (ESCAPE, "%", "_") else sign
