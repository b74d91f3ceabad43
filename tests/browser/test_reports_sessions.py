import csv
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import Device, sign_in
from tests.services.made_history import Made, as_file
from tests.support.browsers import OpenBrowser
from tests.support.servers import Server
from webapp.clock import clock_for
from webapp.db import Database
from webapp.services.import_history import import_history

CONTRAST = (Path(__file__).parent / "contrast.js").read_text()
MANY = 130


@pytest.fixture
def history(server: Server) -> Server:
    """acme had sessions of three users, one a quarter of an hour, the newest an hour ago."""
    database = Database.open(server._settings["DATABASE_URL"])
    now = clock_for(database).now()
    sessions = [
        Made(f"user{n % 3}", f"PC-{n % 2}", now - timedelta(minutes=15 * n + 60 + n), now - timedelta(minutes=15 * n + 60))
        for n in range(MANY)
    ]  # fmt: skip
    import_history(database, "acme", as_file([s for s in sessions if s.ended > s.started]), now)
    database.close()
    return server


def look(page: Page, server: Server, address: str) -> None:
    """Sign in as ana and open a report."""
    sign_in(page, server, server.cast.ana, "/reports/usage")
    page.goto(f"{server.url}{address}")


def users(page: Page) -> list[str]:
    """The users of the rows."""
    return page.locator("[data-label='User'] > div:first-child").all_inner_texts()


def test_typing_filters_at_once_and_the_address_follows(page: Page, history: Server) -> None:
    look(page, history, "/reports/sessions?period=7d")

    page.get_by_label("User", exact=True).press_sequentially("user1")
    expect(page.locator("tbody tr")).to_have_count(43)
    page.get_by_label("How it ended").select_option("terminated")

    expect(page.get_by_text("No session matches")).to_be_visible()
    expect(page).to_have_url(f"{history.url}/reports/sessions?period=7d&user=user1&ended=terminated")
    expect(page.get_by_label("User", exact=True)).to_have_value("user1")
    page.reload()
    expect(page.get_by_text("No session matches")).to_be_visible()
    expect(page.get_by_label("User", exact=True)).to_have_value("user1")


def test_sorting_paging_and_going_back(page: Page, history: Server) -> None:
    look(page, history, "/reports/sessions?period=7d")
    expect(page.locator("tbody tr")).to_have_count(100)

    page.get_by_role("columnheader", name="Duration").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Duration")).to_have_attribute("aria-sort", "descending")
    page.get_by_role("columnheader", name="Duration").get_by_role("link").click()
    expect(page.get_by_role("columnheader", name="Duration")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("link", name="Next 100 sessions").click()
    expect(page.locator("tbody tr")).to_have_count(MANY - 1 - 100)

    page.go_back()
    expect(page.locator("tbody tr")).to_have_count(100)
    expect(page.get_by_role("columnheader", name="Duration")).to_have_attribute("aria-sort", "ascending")


def test_a_row_opens_its_session_and_back_leads_to_the_same_rows(page: Page, history: Server) -> None:
    look(page, history, "/reports/sessions?period=7d&user=user2")

    page.locator("[data-label='Started'] a").first.click()
    expect(page.get_by_role("heading", name="Unattended session of")).to_be_visible()
    expect(page.locator(".timeline-list li")).to_have_count(2)
    page.go_back()

    expect(page.get_by_label("User", exact=True)).to_have_value("user2")


def test_without_a_script_the_form_does_the_same(page_without_script: Page, history: Server) -> None:
    page = page_without_script
    look(page, history, "/reports/sessions?period=7d")

    page.get_by_label("User", exact=True).fill("user0")
    page.get_by_role("button", name="Show").click()

    assert set(users(page)) == {"user0"}
    page.get_by_role("link", name="User", exact=True).click()
    assert "sort=user" in page.url
    assert set(users(page)) == {"user0"}


def test_an_export_downloads_what_is_filtered(page: Page, history: Server, tmp_path: Path) -> None:
    look(page, history, "/reports/sessions?period=7d&user=user1")

    with page.expect_download() as download:
        page.get_by_role("link", name="Export 43 rows").click()

    download.value.save_as(tmp_path / "sessions.csv")
    with (tmp_path / "sessions.csv").open(newline="") as file:
        assert [row["user"] for row in csv.DictReader(file)] == ["user1"] * 43
    assert download.value.suggested_filename.startswith("sessions-of-acme-")


def test_a_long_export_shows_how_far_it_has_come(page: Page, history: Server, tmp_path: Path) -> None:
    look(page, history, "/reports/sessions?period=7d")
    page.locator("[data-export]").evaluate("link => link.setAttribute('data-long', '')")
    page.evaluate(
        """() => new MutationObserver(() => {
            const bar = document.querySelector("#export-progress progress");
            if (bar) window.seen = bar.max;
        }).observe(document.getElementById("export-progress"), { childList: true, subtree: true })"""
    )

    with page.expect_download() as download:
        page.locator("[data-export]").click()

    download.value.save_as(tmp_path / "sessions.csv")
    assert (tmp_path / "sessions.csv").read_text().count("\n") == MANY
    assert page.evaluate("window.seen") == MANY - 1
    expect(page.locator("#export-progress")).to_be_hidden()


def test_on_paper_there_are_the_rows_and_what_was_asked_and_nothing_to_click(
    page: Page, history: Server
) -> None:
    look(page, history, "/reports/sessions?period=7d&user=user1")

    page.emulate_media(media="print")

    expect(page.get_by_role("heading", name="Sessions", level=1)).to_be_visible()
    expect(page.get_by_text("user: user1")).to_be_visible()
    expect(page.locator("tbody tr").first).to_be_visible()
    for what in ("#report-filters", ".period-presets", "[data-export]", "nav[aria-label='Reports']"):
        expect(page.locator(what)).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_read_well_and_fit_a_phone(open_browser: OpenBrowser, history: Server, scheme: str) -> None:
    ana, ben = Device(history, history.cast.ana.desk), Device(history, history.cast.ben.desk)
    for device in (ana, ben, Device(history, history.cast.cleo.desk)):
        device.open("SRV-1")
    Device(history, history.cast.ana.laptop).refused("SRV-2")
    page = open_browser(color_scheme=scheme)
    look(page, history, "/reports/sessions?period=7d")

    for address in ("/reports/sessions?period=7d", "/reports/refusals?period=7d"):
        page.goto(f"{history.url}{address}")
        assert page.evaluate(CONTRAST) == []
        page.set_viewport_size({"width": 400, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == 400
        page.set_viewport_size({"width": 1280, "height": 900})


def test_who_held_the_licenses_opens_under_its_row(page: Page, history: Server) -> None:
    for person in (history.cast.ana, history.cast.ben, history.cast.cleo):
        Device(history, person.desk).open("SRV-1")
    Device(history, history.cast.ana.laptop).refused("SRV-2")
    look(page, history, "/reports/refusals?period=7d")

    page.get_by_role("link", name="Who held them").click()

    expect(page.locator(".holders li")).to_have_text(
        [
            "License 1: Ana Novak on ANA-DESK",
            "License 2: Ben Okafor on BEN-DESK",
            "License 3: Cleo Marsh on CLEO-DESK",
        ]
    )
    page.get_by_role("link", name="Hide who held them").click()
    expect(page.locator(".holders")).to_have_count(0)
