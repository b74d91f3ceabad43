"""What a browser calls itself, in words that its user knows. A hint for people: nothing is decided by it."""

from webapp.domain.texts import phrase

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
"""Each word is looked for in this order: Edge says that it is Chrome, and Chrome that it is Safari."""


def browser_in_words(user_agent: str) -> str:
    """Such as `Firefox on Windows`."""
    browser = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    if browser and system:
        return phrase("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or phrase("Another browser")


def _first(words: tuple[tuple[str, str], ...], text: str) -> str | None:
    return next((name for word, name in words if word in text), None)
