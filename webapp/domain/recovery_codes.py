"""Recovery codes: each stands in for the second step once, when the phone is gone.

125 random bits each (OWASP ASVS 6.5.2 asks for 112), so that the plain SHA-256 that is stored cannot be turned back by
trying.
"""

COUNT = 10
GROUPS, GROUP_LENGTH = 5, 5
ALPHABET = "abcdefghjkmnpqrstuvwxyz123456789"
"""Without i, l, o and 0, which are read as something else. Thirty-two characters: five bits each."""
LENGTH = GROUPS * GROUP_LENGTH


def normalized_code(typed: str) -> str:
    """A code as stored: without the hyphens and spaces it is shown with, in lower case."""
    return "".join(character for character in typed.lower() if character not in "- \t")


def shown(code: str) -> str:
    """A code in groups, as people read it."""
    return "-".join(code[start : start + GROUP_LENGTH] for start in range(0, LENGTH, GROUP_LENGTH))
