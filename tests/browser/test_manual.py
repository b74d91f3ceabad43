"""The manual in a real browser: its pictures follow the theme, and its film can be played and wound."""

from playwright.sync_api import Page, expect

from tests.support.eventually import eventually
from tests.support.servers import Server

SHOWN = """() => [...document.querySelectorAll(".manual-picture > img")].filter((one) => one.checkVisibility())
  .map((one) => /-(light|dark)\\.webp$/.exec(one.src)[1])"""


def test_pictures_follow_the_theme_that_was_chosen_and_not_the_system_alone(
    page: Page, server: Server
) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{server.url}/help/limit-reached")
    assert page.evaluate(SHOWN) == ["light"]

    page.locator("[popovertarget=user-menu]").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")

    assert page.evaluate(SHOWN) == ["dark"]


def test_the_film_can_be_played_and_wound(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/help/limit-reached")
    film = page.locator("video")

    film.evaluate("video => video.play()")
    eventually(lambda: film.evaluate("video => video.currentTime > 0"), what="the film plays")
    film.evaluate("video => { video.currentTime = 20 }")

    eventually(lambda: film.evaluate("video => video.currentTime >= 20 && !video.seeking"), what="it winds")


def test_the_whole_manual_is_found_in_by_the_browser_and_fits_a_phone(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{server.url}/help/all")

    assert page.evaluate("window.find('Exit status')")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
