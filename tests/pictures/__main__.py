"""`make pictures`: takes the pictures of the manual and the README anew into static/pictures, and the film."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.pictures.camera import FOLDER, PHONE, Camera
from tests.pictures.film import shoot
from tests.pictures.place import open_place
from tests.pictures.tour import administration, end_a_session, look_back, on_a_phone, support_session, usage
from tests.support.chromium import ARGUMENTS, find_chromium


def main() -> None:
    """Serve the account, and go round with the camera."""
    executable = find_chromium() or sys.exit(
        "make pictures needs Chromium: install it, or name it in CHROMIUM"
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        try:
            if "film" not in sys.argv:
                take_pictures(browser)
            if "pictures" not in sys.argv:
                shoot(browser)
        finally:
            browser.close()


def take_pictures(browser: Browser) -> None:
    """Every picture, one after the other: what is done for one shows in the next."""
    with tempfile.TemporaryDirectory() as folder:
        place = open_place(Path(folder))
        try:
            desktop, phone = Camera(browser), Camera(browser, PHONE)
            look_back(desktop, place)
            usage(desktop, place)
            end_a_session(desktop, place)
            on_a_phone(phone, place)
            support_session(desktop, phone, place)
            administration(desktop, place)
        finally:
            place.server.stop()


if __name__ == "__main__":
    main()
