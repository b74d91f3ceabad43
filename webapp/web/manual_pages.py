"""What the manual has: its pages with their sections, in the order in which they are read."""

from dataclasses import dataclass

from webapp.domain.texts import phrase


@dataclass(frozen=True, slots=True)
class ManualPage:
    """A page: its name in the address, its title, what it tells in a line, and its sections by their anchors."""

    name: str
    title: str
    about: str
    sections: tuple[tuple[str, str], ...] = ()

    @property
    def template(self) -> str:
        """The text."""
        return f"help/pages/{self.name}.html"


PAGES = (
    ManualPage(
        "overview", phrase("Seatkeeper in short"), phrase("What it counts, and the words that every page uses."),
        (("words", phrase("The words")),
         ("first-session", phrase("Your first session")),
         ("states", phrase("What a session goes through")),
         ("lost", phrase("When a device disappears"))),
    ),
    ManualPage(
        "signing-in", phrase("Signing in"), phrase("User name, password, second step, and where you are signed in."),
        (("password", phrase("Your password")),
         ("two-step", phrase("Two-step verification")),
         ("language", phrase("Your language")),
         ("signed-in", phrase("Where you are signed in"))),
    ),
    ManualPage(
        "license-usage", phrase("License Usage"), phrase("Who holds which license, live."),
        (("reading", phrase("Reading the page")),
         ("searching", phrase("Searching")),
         ("told", phrase("Being told when a license is free")),
         ("shortcuts", phrase("Keyboard shortcuts")),
         ("tips", phrase("Tips")),
         ("away", phrase("When the server was away"))),
    ),
    ManualPage(
        "ending", phrase("Ending sessions"), phrase("Free a license, kindly."),
        (("what-it-frees", phrase("What ending frees")),
         ("other-side", phrase("What the other side sees")),
         ("keeping", phrase("Keeping a session open after all"))),
    ),
    ManualPage(
        "limit-reached", phrase("When the limit is reached"), phrase("Why you were refused, and what you can do."),
        (("waiting", phrase("Waiting for a license")),
         ("own-limit", phrase("A limit of your own")),
         ("fewer-licenses", phrase("When there are fewer licenses than before"))),
    ),
    ManualPage(
        "codes", phrase("Support sessions by code"), phrase("Help somebody who has no account."),
        (("joining", phrase("For people who were invited")),
         ("wrong-codes", phrase("Wrong codes"))),
    ),
    ManualPage(
        "pausing", phrase("Pausing and resuming"), phrase("Free your license while you are away."),
        (("resuming", phrase("Resuming")),
         ("paused-for", phrase("How long a session stays paused"))),
    ),
    ManualPage(
        "ppu", phrase("Pay per use"), phrase("Minutes for when no license is free."),
        (("minutes", phrase("What counts as a minute")),
         ("ppu-page", phrase("The page Pay per use")),
         ("ppu-settings", phrase("For domain admins")),
         ("ppu-operators", phrase("For operators"))),
    ),
    ManualPage(
        "rights", phrase("Who may view and control"), phrase("The rights, and how domain admins set them."),
        (("session-management", phrase("For domain admins: Session Management")),
         ("view-as", phrase("See what somebody sees"))),
    ),
    ManualPage(
        "reports", phrase("Reports"), phrase("What was: usage, sessions, refusals, and how many licenses you need."),
        (("usage-report", phrase("Usage")),
         ("session-report", phrase("Sessions")),
         ("refusal-report", phrase("Refusals")),
         ("license-report", phrase("How many licenses do we need?"))),
    ),
    ManualPage(
        "administration", phrase("Administration"), phrase("For domain admins: settings, users, audit."),
        (("settings", phrase("Settings")),
         ("users", phrase("Users")),
         ("erasing", phrase("Erasing personal data")),
         ("import", phrase("Import and export of users")),
         ("audit", phrase("Audit"))),
    ),
    ManualPage(
        "seat", phrase("The seat command"), phrase("Run any program under a session."),
        (("seat-commands", phrase("What it can do")),
         ("seat-ended", phrase("When the session is ended")),
         ("seat-ppu", phrase("When only minutes are left")),
         ("exit-status", phrase("Exit status"))),
    ),
    ManualPage(
        "api", phrase("The API"), phrase("Open, renew and end sessions from your own programs."),
        (("api-session", phrase("A session, step by step")),
         ("api-errors", phrase("When it does not work")),
         ("api-events", phrase("Being told")),
         ("api-reports", phrase("Reports by API")),
         ("api-python", phrase("From Python"))),
    ),
)  # fmt: skip
BY_NAME = {page.name: page for page in PAGES}
TITLES = {page.name: page.title for page in PAGES} | dict(part for page in PAGES for part in page.sections)
"""What each anchor is headed by. The name of a page is an anchor too: its top."""
PAGE_OF = {anchor: page.name for page in PAGES for anchor in (page.name, *dict(page.sections))}
