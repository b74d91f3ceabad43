"""`make pictures`: takes the pictures anew into docs/pictures."""

import sys
import tempfile
from pathlib import Path

import httpx
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.console import Device, look_at_usage, move_pointer_away, tick
from tests.pictures.account import furnish, seats
from tests.support.chromium import ARGUMENTS, find_chromium
from tests.support.servers import Server

FOLDER = Path("docs/pictures")
AT_MOST_BYTES = 200_000
DESKTOP = (1280, 860)
TALL = (1280, 915)
PHONE = (390, 844)


def main() -> None:
    """Serve the account, and look at it."""
    executable = find_chromium() or sys.exit(
        "make pictures needs Chromium: install it, or name it in CHROMIUM"
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = serve(Path(folder))
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        try:
            take_all(browser.new_page(locale="en-US"), server)
        finally:
            browser.close()
            server.stop()


def serve(folder: Path) -> Server:
    """The real server on a new instance with the account."""
    url = f"sqlite:///{folder}/seatkeeper.db"
    server = Server(folder, furnish(url), DATABASE_URL=url)
    server.start()
    return server


def take_all(page: Page, server: Server) -> None:
    """Every picture, one after the other: what is done for one shows in the next."""
    link = Device(server, server.cast.cleo.laptop).refused("SRV-DB-02")
    look_at_usage(page, server, server.cast.ana)
    administration(page, server)
    renew(server)
    page.goto(link)
    expect(page.locator("#live-status")).to_have_text("Live")
    take(page, "limit-reached", "light")
    page.goto(f"{server.url}/usage")
    end_a_session(page)
    for scheme in ("light", "dark"):
        take(page, "license-usage", scheme)
    for scheme in ("light", "dark"):
        take(page, "phone", scheme, PHONE)
    page.goto(f"{server.url}/administration/audit")
    take(page, "audit", "light")


def administration(page: Page, server: Server) -> None:
    """Settings and Users; nobody but domain admins may end other people's sessions from then on."""
    page.goto(f"{server.url}/administration/settings/security")
    page.get_by_role("group", name="Control domain sessions").get_by_text("Off", exact=True).click()
    page.get_by_role("form", name="Session Management").get_by_role("button", name="Save").click()
    expect(page.locator(".message")).to_be_visible()
    page.goto(f"{server.url}/administration/settings/security")
    for scheme in ("light", "dark"):
        take(page, "session-management", scheme, TALL)
    page.goto(f"{server.url}/administration/users")
    take(page, "users", "light")


def end_a_session(page: Page) -> None:
    """Ask, as the dialog shows it, and then end ben's session."""
    expect(page.locator("#live-status")).to_have_text("Live")
    tick(page, "SRV-WEB-01").check()
    page.get_by_role("button", name="End Selected Sessions").click()
    page.get_by_label("Reason").fill("Maintenance of the web server at noon")
    take(page, "end-selected-sessions", "dark")
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_role("button", name="Keep it open")).to_be_visible()
    tick(page, "PLC-HALL-3").check()
    page.locator(".message [data-dismiss]").click()
    move_pointer_away(page)


def renew(server: Server) -> None:
    """Renew the leases, as the clients on the devices would."""
    for seat in seats(server.cast):
        answer = httpx.put(f"{server.url}/api/v1/lease", headers=seat.bearer, trust_env=False)
        answer.raise_for_status()


def take(page: Page, name: str, scheme: str, size: tuple[int, int] = DESKTOP) -> None:
    """Take one picture, in light or dark."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of its words
    expect(page.locator("html")).to_have_attribute("data-bs-theme", scheme)
    file = FOLDER / f"{name}-{scheme}.png"
    page.screenshot(path=file, animations="disabled")
    if file.stat().st_size > AT_MOST_BYTES:
        sys.exit(f"{file} has more than {AT_MOST_BYTES} bytes")
    print(f"{file}: {file.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
