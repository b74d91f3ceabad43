from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import sign_in
from tests.browser.test_administration_looks import CONTRAST, PHONE
from tests.services.made_history import HEADER
from tests.support.servers import Server
from webapp.db import Database
from webapp.services.import_history import import_history

LINES = [
    HEADER,
    "ben,BEN-DESK,2025-02-03T08:00:00Z,2025-02-03T09:00:00Z,,,",
    "cleo,CLEO-DESK,2025-02-03T08:30:00Z,2025-02-03T10:00:00Z,,,",
    "ana,ANA-DESK,2025-02-03T08:45:00Z,2025-02-03T08:50:00Z,,,",
]
USAGE = "/reports/usage?from=2025-02-03&to=2025-02-03"
LICENSES = "/reports/licenses?from=2025-02-03&to=2025-02-03"
PICTURE = """
() => {
  const canvas = document.querySelector("#usage-curve canvas");
  const over = document.querySelector("#usage-curve .u-over").getBoundingClientRect();
  const box = canvas.getBoundingClientRect();
  const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  brush.fillStyle = getComputedStyle(document.querySelector(".key-in-use")).color;
  brush.fillRect(0, 0, 1, 1);
  const wanted = [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
  const scale = canvas.width / box.width;
  const left = Math.round((over.left - box.left) * scale), width = Math.round(over.width * scale);
  const height = Math.round((over.top - box.top + over.height) * scale);
  const pixels = canvas.getContext("2d").getImageData(left, 0, width, height).data;
  let highest = null;
  let painted = 0;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) {
    const at = 4 * (y * width + x);
    if (pixels[at + 3] < 250 || wanted.some((value, n) => Math.abs(pixels[at + n] - value) > 6)) continue;
    painted++;
    highest ??= y;
    if (y === highest) { var first = first ?? x / width; var last = x / width; }
  }
  return { painted, first, last, height: 1 - (highest / scale - (over.top - box.top)) / over.height };
}
"""


@pytest.fixture
def monday(server: Server) -> Server:
    """A Monday on which three licenses were in use for five minutes, and fewer before and after."""
    database = Database.open(f"sqlite:///{_file_of(server)}")
    import_history(database, "acme", LINES, datetime(2026, 3, 2, 9, tzinfo=UTC))
    database.close()
    return server


def _file_of(server: Server) -> str:
    return server._settings["DATABASE_URL"].removeprefix("sqlite:///")


def look(page: Page, server: Server, address: str = USAGE) -> None:
    sign_in(page, server, server.cast.ana, address)
    expect(page.get_by_role("heading", name="Reports")).to_be_visible()


def painted(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(PICTURE)
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_peak_is_drawn_where_the_peak_is(page: Page, monday: Server, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two words it takes
    look(page, monday)
    expect(page.locator("#usage-curve canvas")).to_be_visible()
    page.wait_for_function(f"({PICTURE})().painted > 500")

    picture = painted(page)

    assert picture["first"] == pytest.approx((8 * 60 + 45) / 1440, abs=0.01)
    assert picture["last"] == pytest.approx((8 * 60 + 50) / 1440, abs=0.01)
    assert picture["height"] == pytest.approx(3 / 4, abs=0.03)


def test_dragging_looks_closer_and_show_all_goes_back(page: Page, monday: Server) -> None:
    look(page, monday)
    chart = page.locator("#usage-curve .u-over")
    box = chart.bounding_box()
    assert box is not None
    page.wait_for_function(f"({PICTURE})().painted > 500")
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 40, steps=4)
    page.mouse.up()
    back = page.get_by_role("button", name="Show all")

    expect(back).to_be_visible()
    page.wait_for_function(f"({PICTURE})().last - ({PICTURE})().first > 0.01")
    back.click()

    expect(back).to_be_hidden()


def test_the_keyboard_reads_the_values_of_curve_and_heat_map(page: Page, monday: Server) -> None:
    look(page, monday)
    page.get_by_role("group", name="Chart of licenses in use").focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".curve-value")).to_contain_text("3 Feb 2025, 08:45:00: 3 of 3 in use")

    page.locator("[data-heat-map] [tabindex='0']").focus()
    page.keyboard.press("ArrowLeft")

    expect(page.locator("[data-heat-value]")).to_have_text(
        "Monday, 8:00 to 9:00: 1.6 in use on average, at most 3"
    )


def test_the_numbers_behind_each_chart_open_with_the_keyboard(page: Page, monday: Server) -> None:
    look(page, monday)
    opened = []
    for summary in page.locator("details.numbers > summary").filter(has_text="The numbers behind it").all():
        summary.focus()
        page.keyboard.press("Enter")
        table = summary.locator("xpath=..").get_by_role("table")
        expect(table).to_be_visible()
        opened.append(table.locator("tbody tr").count())

    assert opened == [7, 1, 24, 4]


def test_without_scripts_the_same_is_drawn_by_the_server(page_without_script: Page, monday: Server) -> None:
    look(page_without_script, monday)

    expect(page_without_script.locator("#usage-curve svg .line-in-use")).to_be_visible()
    expect(page_without_script.get_by_text("2 h 35 min")).to_be_visible()
    page_without_script.goto(f"{monday.url}{LICENSES}")
    expect(
        page_without_script.get_by_text("3 licenses would have served 99 % of the 3 wishes")
    ).to_be_visible()
    expect(page_without_script.locator(".working-out")).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_reports_can_be_read_and_fit_a_phone(page: Page, monday: Server, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    look(page, monday)
    for address in (USAGE, LICENSES):
        page.goto(f"{monday.url}{address}")
        expect(page.locator("html")).to_have_attribute("data-bs-theme", scheme)

        assert page.evaluate(CONTRAST) == [], address

    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for address in (USAGE, LICENSES):
        page.goto(f"{monday.url}{address}")

        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], address


def test_on_paper_the_report_stands_alone_with_the_pictures_of_the_server(page: Page, monday: Server) -> None:
    look(page, monday)
    expect(page.locator("#usage-curve canvas")).to_be_visible()
    page.emulate_media(media="print")

    expect(page.locator(".print-head")).to_be_visible()
    expect(page.locator("#usage-curve svg")).to_be_visible()
    for gone in (".navbar", ".report-bar", "#usage-curve canvas", ".hours-form"):
        expect(page.locator(gone)).to_be_hidden()
