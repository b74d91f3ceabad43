"""What axe-core finds against WCAG 2.2, levels A and AA, on a page as it stands: light and dark, on a desktop and on a phone.

In the dark only colors differ, so that only the rule about them is asked again.
"""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.console import sign_in
from tests.support.cast import Person
from tests.support.eventually import eventually
from tests.support.servers import Server

AXE = Path(__file__).parents[1] / "axe-core-4.14.1" / "axe.min.js"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
ZOOMED = {"width": 640, "height": 450}
"""The desktop at 200 %."""
LOOKS = [(scheme, size) for scheme in ("light", "dark") for size in (DESKTOP, PHONE)]
EVERY_RULE = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OF_COLORS = {"type": "rule", "values": ["color-contrast"]}
FIND = """async (runOnly) => {
  document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity).forEach((one) => one.finish());
  const found = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  const told = (rule, node) => `${rule.id}: ${node.target.join(" ")} ${node.any[0]?.message ?? ""}`;
  return found.violations.flatMap((rule) => rule.nodes.map((node) => told(rule, node)));
}"""

WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > innerWidth)
    .map((one) => `${one.outerHTML.slice(0, 90)} reaches ${one.getBoundingClientRect().right}`)"""


class Inspector:
    """A browser with axe-core in it, and what was found so far."""

    def __init__(self, page: Page, server: Server) -> None:
        page.add_init_script(path=AXE)
        page.emulate_media(reduced_motion="reduce")
        self.page = page
        self.server = server
        self.flaws: list[str] = []

    def sign_in(self, person: Person) -> None:
        """Go in as somebody."""
        sign_in(self.page, self.server, person)
        expect(self.page.locator("#user-menu")).to_be_attached()

    def visit(self, address: str, title: str) -> None:
        """Open a page, see that it is the one that is meant, and look at it."""
        self.page.goto(f"{self.server.url}{address}")
        expect(self.page.locator("h1:visible")).to_have_text(title)
        self.look(address)

    def look(self, what: str) -> None:
        """Look at the page as it stands, each way."""
        for scheme, size in LOOKS:
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            self.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of its words
            expect(self.page.locator("html")).to_have_attribute("data-bs-theme", scheme)
            found: list[Any] = self.page.evaluate(FIND, EVERY_RULE if scheme == "light" else OF_COLORS)
            self.flaws += [f"{what} ({scheme}, {size['width']}): {flaw}" for flaw in found]
            self._measure(what)
        self.page.set_viewport_size(ZOOMED)  # type: ignore[arg-type]
        self._measure(what)
        self.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]

    def _measure(self, what: str) -> None:
        """Nothing is wider than the screen, once pictures have taken their new size."""
        width = self.page.evaluate("innerWidth")
        eventually(self._fits, within=5, what=f"{what} fits on {width}")

    def _fits(self) -> bool:
        wide = self.page.evaluate(WIDE)
        assert not wide, wide
        return True
