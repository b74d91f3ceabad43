"""`make pictures`: takes the pictures of the manual and the README anew into static/pictures, and the film."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from tests.pictures.camera import FOLDER, PHONE, Camera, open_browser
from tests.pictures.film import shoot
from tests.pictures.place import open_place
from tests.pictures.tour import administration, end_a_session, look_back, on_a_phone, support_session, usage


def main() -> None:
    """Both, or the one that is named."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[1:] or ["pictures", "film"]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        if "pictures" in wanted:
            take_pictures(playwright, Path(folder) / "pictures")
        if "film" in wanted:
            shoot(playwright, Path(folder) / "film")


def take_pictures(playwright: Playwright, folder: Path) -> None:
    """Every picture, one after the other: what is done for one shows in the next."""
    place = open_place(folder)
    browser = open_browser(playwright, place.browser_argument)
    try:
        desktop, phone = Camera(browser), Camera(browser, PHONE)
        look_back(desktop, place)
        usage(desktop, place)
        end_a_session(desktop, place)
        on_a_phone(phone, place)
        support_session(desktop, phone, place)
        administration(desktop, place)
    finally:
        browser.close()
        place.server.stop()


if __name__ == "__main__":
    main()
