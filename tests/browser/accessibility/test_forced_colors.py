"""High contrast, as Windows has it: the browser takes all colors away, and what a page says must not hang on them."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console import Device, live_status, sign_in, tick
from tests.support.servers import Server

UNSEEN = """() => {
  const canvas = getComputedStyle(document.body).backgroundColor;
  const shows = (one) => {
    const style = getComputedStyle(one);
    const bordered = parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none" && style.borderTopColor !== canvas;
    const filled = style.backgroundColor !== canvas && style.backgroundColor !== "rgba(0, 0, 0, 0)";
    return bordered || filled || style.appearance === "auto" || one.textContent.trim() || one.querySelector("svg");
  };
  return [...document.querySelectorAll("button, select, input:not([type=hidden]), .segment, .status-dot")]
    .filter((one) => one.checkVisibility() && !shows(one)).map((one) => one.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_controls_and_the_bar_are_seen_without_colors_of_ours(
    page: Page, server: Server, ana_desk: Device, ben_desk: Device, tmp_path: Path, scheme: str
) -> None:
    page.emulate_media(forced_colors="active", color_scheme=scheme)  # type: ignore[arg-type]  # one of its words
    ana_desk.open("SRV-1")
    ben_desk.open("KIOSK")
    sign_in(page, server, server.cast.ana)
    expect(live_status(page)).to_have_text("Live")
    tick(page, "KIOSK").check()
    page.screenshot(path=tmp_path / "usage.png")

    assert page.evaluate(UNSEEN) == []
    ticked, free = tick(page, "KIOSK"), tick(page, "SRV-1")
    assert ticked.screenshot() != free.screenshot()
