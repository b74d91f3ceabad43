from playwright.sync_api import Page, expect

from tests.browser.console import Device, look_at_usage
from tests.support.servers import Server


def test_the_limit_reached_link_leads_through_sign_in_and_tells_live_when_a_license_is_free(
    page: Page, server: Server, ana_desk: Device, ben_desk: Device, cleo_desk: Device
) -> None:
    session = ana_desk.open("SRV-1")
    ben_desk.open("KIOSK")
    cleo_desk.open("SRV-3")
    link = Device(server, server.cast.ben.laptop).refused("SRV-9")

    page.goto(link)
    look_at_usage(page, server, server.cast.ben, link.removeprefix(server.url))
    expect(
        page.get_by_role("heading", name="Your attempt to open SRV-9 from BEN-LAPTOP was refused")
    ).to_be_visible()
    expect(page.get_by_text("None is free yet.")).to_be_visible()
    height = page.locator(".refusal").bounding_box()

    ana_desk.close(session)

    expect(page.get_by_text("A license is free now: open the session again.").first).to_be_visible()
    expect(page.locator("#announcement")).to_have_text("A license is free now: open the session again.")
    assert page.locator(".refusal").bounding_box() == height
