from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import Device, sign_in
from tests.support.browsers import OpenBrowser
from tests.support.databases import Databases
from tests.support.servers import Server, StartServer

PHONE = {"width": 390, "height": 844}
PAGES = [
    "/usage",
    "/account/security",
    "/administration/settings",
    "/administration/settings/license-usage",
    "/administration/settings/security",
    "/administration/users",
    "/administration/users/ben/profile",
    "/administration/audit",
    "/reports/usage",
    "/reports/sessions",
    "/reports/refusals",
    "/reports/licenses",
    "/help",
]
TOO_WIDE = """() => [...document.querySelectorAll("main *")].filter((element) => {
  const { left, right, width } = element.getBoundingClientRect();
  const scrolls = element.closest(".numbers-table, .table-responsive, .visually-hidden, pre");
  return width && !scrolls && (right > innerWidth + 1 || left < -1);
}).map((element) => element.outerHTML.slice(0, 120))"""


def fits(page: Page, address: str) -> None:
    """Nothing of the page is wider than the window."""
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], (
        address,
        page.evaluate(TOO_WIDE),
    )


def test_a_german_browser_is_answered_in_german_until_somebody_chooses_slovenian(
    open_browser: OpenBrowser, server: Server
) -> None:
    page = open_browser(locale="de-DE")
    page.goto(f"{server.url}/sign-in")
    page.get_by_label("Benutzername oder E-Mail-Adresse").fill(server.cast.ben.login)
    page.get_by_label("Passwort").fill(server.cast.ben.password)
    page.get_by_role("button", name="Anmelden").click()
    expect(page.get_by_role("heading", name="Lizenznutzung", exact=True)).to_be_visible()

    page.goto(f"{server.url}/account/security")
    page.get_by_role("combobox", name="Sprache").select_option("Slovenščina")
    page.get_by_role("region", name="Sprache").get_by_role("button", name="Speichern").click()

    expect(page.locator(".message")).to_contain_text("Jezik je shranjen.")
    page.goto(f"{server.url}/usage")
    expect(page.get_by_role("heading", name="Uporaba licenc", exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "sl")


def test_what_scripts_say_and_what_is_pushed_is_in_the_readers_language(
    open_browser: OpenBrowser, server: Server, ben_desk: Device
) -> None:
    german, slovenian = open_browser(locale="de-AT"), open_browser(locale="sl-SI")
    for page in (german, slovenian):
        sign_in(page, server, server.cast.ana)
    expect(german.locator("#live-status")).to_have_text("Live")
    expect(slovenian.locator("#live-status")).to_have_text("V živo")

    ben_desk.open("KIOSK")

    expect(german.locator(".usage-number").first).to_have_text("1 von 3")
    expect(slovenian.locator(".usage-number").first).to_have_text("1 od 3")
    expect(german.locator(".license-row")).to_contain_text("Lizenz 1 · Ben Okafor auf BEN-DESK")
    expect(slovenian.locator(".license-row")).to_contain_text("Licenca 1 · Ben Okafor na BEN-DESK")
    german.locator("[data-tick]").check()
    german.get_by_role("button", name="Ausgewählte Sitzungen beenden").click()
    expect(german.locator("#termination-title")).to_have_text("Diese Sitzung beenden?")


@pytest.mark.parametrize("language", ["de", "sl"])
def test_long_words_fit_a_phone(
    open_browser: OpenBrowser, server: Server, ben_desk: Device, language: str
) -> None:
    ben_desk.open("KIOSK")
    page = open_browser(locale=language)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    sign_in(page, server, server.cast.ana)

    for address in PAGES:
        page.goto(f"{server.url}{address}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        fits(page, address)


def test_pages_are_laid_out_from_right_to_left(
    open_browser: OpenBrowser, databases_of: Callable[[str], Databases], start_server: StartServer
) -> None:
    databases = databases_of("sqlite")
    _, url = databases.copy("cast")
    server = start_server(url, databases.cast(), PSEUDO_LANGUAGE="true")
    page = open_browser(locale="ar-XB")
    Device(server, server.cast.ben.desk).open("KIOSK")
    sign_in(page, server, server.cast.ana)
    start = page.get_by_role("heading", level=1).bounding_box()

    assert start is not None
    assert start["x"] > 640  # headings begin at the right
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for address in PAGES:
        page.goto(f"{server.url}{address}")
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        fits(page, address)
