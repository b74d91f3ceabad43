"""The film of the main journey: refused, free one, 30 seconds on the other side, and in.

Two browsers are photographed again and again and shown side by side on a stage, with a caption; ffmpeg makes a film of it.
The thirty seconds pass six times as fast.
"""

import base64
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Playwright, expect

from tests.browser.console import live_status
from tests.pictures.camera import FOLDER, develop, open_browser
from tests.pictures.place import Place, open_place

NAME = "freeing-a-license"
STAGE = (1120, 700)
CONSOLE = (960, 760)
OTHER_SIDE = (360, 640)
MOST_BYTES = 1_000_000
SECONDS_OF_NOTICE = 30
HTML = """<!doctype html><style>
  body { margin: 0; width: 1120px; height: 700px; overflow: hidden; font: 500 19px system-ui, sans-serif;
    background: #e9eef5; color: #182433; }
  p { margin: 0; height: 52px; line-height: 52px; padding: 0 20px; }
  figure { position: absolute; margin: 0; top: 52px; background: #fff; border-radius: 8px; overflow: hidden;
    box-shadow: 0 4px 18px #0003; }
  #console { left: 20px; width: 774px; height: 613px; }
  #phone { left: 814px; width: 286px; height: 508px; border-radius: 20px; }
  img { display: block; width: 100%; }
  #at { position: absolute; width: 26px; height: 26px; margin: -13px; border-radius: 50%;
    background: #f59f0099; border: 2px solid #f59f00; }
  h1 { position: absolute; left: 814px; top: 574px; width: 286px; margin: 0; text-align: center;
    font: 500 15px system-ui, sans-serif; color: #49566c; }
</style><p></p><figure id="console"><img><div id="at" hidden></div></figure><figure id="phone"><img></figure>
<h1>The other side</h1>"""
SHOW = """([text, console, phone, at]) => {
  document.querySelector("p").textContent = text;
  const seen = { console, phone };
  for (const id of Object.keys(seen)) document.querySelector(`#${id} img`).src = "data:image/png;base64," + seen[id];
  const dot = document.getElementById("at");
  dot.hidden = !at;
  if (at) [dot.style.left, dot.style.top] = [`${at[0] * 774 / 960}px`, `${at[1] * 774 / 960}px`];
  return Promise.all([...document.images].map((one) => one.decode()));
}"""


@dataclass
class Film:
    """The two browsers, the stage, and what was taken so far: pictures, and for how many seconds each is shown."""

    console: Page
    phone: Page
    stage: Page
    folder: Path
    shots: list[tuple[Path, float]] = field(default_factory=list)

    def show(self, text: str, seconds: float, at: Locator | None = None) -> None:
        """Take what both see now; `at` is where the pointer is about to press."""
        box = at.bounding_box() if at else None
        where = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2] if box else None
        seen = [base64.b64encode(page.screenshot()).decode() for page in (self.console, self.phone)]
        self.stage.evaluate(SHOW, [text, *seen, where])
        file = self.folder / f"{len(self.shots):04}.png"
        self.stage.screenshot(path=file)
        self.shots.append((file, seconds))

    def press(self, text: str, control: Locator) -> None:
        """Show the pointer on it, and press it."""
        control.scroll_into_view_if_needed()
        self.show(text, 1.2, control)
        control.click()


def shoot(playwright: Playwright, folder: Path) -> None:
    """Play it and write it."""
    if shutil.which("ffmpeg") is None:
        sys.exit("make pictures needs ffmpeg for the film")
    place = open_place(folder)
    browser = open_browser(playwright, place.browser_argument)
    try:
        film = Film(_page(browser, CONSOLE), _page(browser, OTHER_SIDE), _page(browser, STAGE), folder)
        film.stage.set_content(HTML)
        _invite(browser, film, place)
        _play(film, place)
        _write(film)
        develop(_page(browser, STAGE), film.shots[_poster(film)][0].read_bytes(), FOLDER / f"{NAME}.webp")
    finally:
        browser.close()
        place.server.stop()


def _page(browser: Browser, size: tuple[int, int]) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="en-US", timezone_id="Europe/Ljubljana",
        color_scheme="light", reduced_motion="reduce",
    )  # fmt: skip
    return context.new_page()


def _invite(browser: Browser, film: Film, place: Place) -> None:
    """Dan helps Maria, by a code, and so holds the third license."""
    place.close("DAN-HOME")
    dan = _page(browser, CONSOLE)
    place.sign_in(dan, "dan", "/usage")
    dan.get_by_label("What the session is for").fill("Printer on floor 2")
    dan.get_by_role("button", name="Start a session").click()
    film.phone.goto(dan.get_by_label("Or send this link").input_value())
    film.phone.get_by_label("Your name").fill("Maria Rossi")
    film.phone.get_by_role("button", name="Join").click()
    expect(film.phone.locator("h1")).to_have_text("Dan Ruiz is helping you")
    place.renew()
    place.sign_in(film.console, "cleo", "/usage")
    expect(live_status(film.console)).to_have_text("Live")


def _play(film: Film, place: Place) -> None:
    page = film.console
    film.show("All licenses are in use.", 2)
    film.press("Cleo starts a session …", page.get_by_role("button", name="Start a session"))
    expect(page.locator(".refusal")).to_be_visible()
    expect(live_status(page)).to_have_text("Live")
    film.show("… and is refused. She reads why, and who holds the licenses.", 4)
    license_of_dan = page.locator("tbody").filter(has_text="Maria Rossi")
    film.press("She asks for one of them.", license_of_dan.get_by_role("button", name="Free it"))
    page.get_by_label("Reason").fill("The server room needs it for ten minutes")
    film.show("What that frees is said before. The other side reads the reason.", 3)
    place.renew()
    film.press(
        "What that frees is said before. The other side reads the reason.",
        page.get_by_role("button", name="End session"),
    )
    expect(film.phone.locator(".session-countdown")).to_be_visible()
    page.locator(".toasts [data-dismiss]").click()  # its row tells the same
    page.evaluate("scrollTo(0, 0)")
    _count_down(film)
    expect(film.phone.locator(".session-title")).to_contain_text("session is over")
    expect(page.get_by_text("A license is free now").first).to_be_visible()
    place.renew()
    film.show("Thirty seconds later the license is free.", 2.5)
    film.press("Cleo starts her session …", page.get_by_role("button", name="Start a session"))
    expect(page.locator("#own-session-title")).to_be_visible()
    film.show("… and is in.", 3)


def _count_down(film: Film) -> None:
    """A picture each second that is left."""
    left = film.phone.locator(".session-countdown strong")
    for seconds in range(SECONDS_OF_NOTICE - 2, 0, -1):
        expect(left).to_have_text(f"0:{seconds:02}")
        film.show("The other side has thirty seconds to save its work; here six times as fast.", 1 / 6)


def _poster(film: Film) -> int:
    """Where the count has begun."""
    return next(number for number, (_, seconds) in enumerate(film.shots) if seconds < 1) + 5


def _write(film: Film) -> None:
    """The film as WebM."""
    listed = film.folder / "shots.txt"
    lines = [f"file '{file.name}'\nduration {seconds}" for file, seconds in film.shots]
    listed.write_text("\n".join([*lines, f"file '{film.shots[-1][0].name}'"]))
    target = FOLDER / f"{NAME}.webm"
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-f", "concat", "-i", listed, "-vf", "fps=12,format=yuv420p",
         "-c:v", "libvpx-vp9", "-crf", "36", "-b:v", "0", "-row-mt", "1", target], check=True,
    )  # fmt: skip
    print(f"{target}: {target.stat().st_size // 1024} KiB")
    if target.stat().st_size > MOST_BYTES:
        sys.exit(f"{target} has more than {MOST_BYTES} bytes")
