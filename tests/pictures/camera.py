"""Takes a page in light and in dark, as WebP, small enough to be sent to everybody who opens the manual."""

import base64
import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, Playwright, expect

from tests.support.chromium import ARGUMENTS, find_chromium

FOLDER = Path("static/pictures")
AT_MOST_BYTES = 60 * 1024
DESKTOP = (1000, 760)
PHONE = (390, 780)
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
SHARPNESS = {DESKTOP: 1.5, PHONE: 2}
"""How many pixels of the picture make one of the page."""
QUALITIES = (0.85, 0.75, 0.65, 0.55, 0.45)
"""The first that makes a file small enough is taken."""
TO_TOP = "element => scrollTo(0, scrollY + element.getBoundingClientRect().top - 16)"
TO_WEBP = """async ([png, quality]) => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64," + png)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  canvas.getContext("2d").drawImage(image, 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality })).arrayBuffer());
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
}"""


class Camera:
    """A page that is looked at, and a darkroom: an empty page whose browser knows WebP."""

    def __init__(self, browser: Browser, size: tuple[int, int] = DESKTOP) -> None:
        viewport = {"width": size[0], "height": size[1]}
        self.page: Page = browser.new_page(
            viewport=viewport,  # type: ignore[arg-type]
            device_scale_factor=SHARPNESS[size],
            locale="en-US",
            timezone_id="Europe/Ljubljana",
            reduced_motion="reduce",
            is_mobile=size == PHONE,
            has_touch=size == PHONE,
        )
        self._darkroom = browser.new_page()

    def take(self, name: str, above: str = "") -> None:
        """One picture in light and one in dark, of what is on the screen; from the element `above` on, if one is named."""
        for scheme in SCHEMES:
            self.page.emulate_media(color_scheme=scheme)
            expect(self.page.locator("html")).to_have_attribute("data-bs-theme", scheme)
            if above:
                self.page.locator(above).first.evaluate(
                    "element => scrollTo(0, scrollY + element.getBoundingClientRect().top - 16)"
                )
            develop(
                self._darkroom, self.page.screenshot(animations="disabled"), FOLDER / f"{name}-{scheme}.webp"
            )


def open_browser(playwright: Playwright, argument: str) -> Browser:
    """Chromium, told one thing more."""
    executable = find_chromium() or sys.exit(
        "make pictures needs Chromium: install it, or name it in CHROMIUM"
    )
    return playwright.chromium.launch(executable_path=executable, args=[*ARGUMENTS, argument])


def develop(darkroom: Page, png: bytes, file: Path) -> None:
    """Write a screenshot as WebP."""
    text = base64.b64encode(png).decode()
    for quality in QUALITIES:
        file.write_bytes(base64.b64decode(darkroom.evaluate(TO_WEBP, [text, quality])))
        if file.stat().st_size <= AT_MOST_BYTES:
            print(f"{file}: {file.stat().st_size // 1024} KiB at {quality}")
            return
    sys.exit(f"{file} has more than {AT_MOST_BYTES} bytes")
