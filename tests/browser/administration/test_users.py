import re

from playwright.sync_api import Dialog, Page, expect

from tests.browser.console import Device, sign_in
from tests.support.servers import Server

USERS = "/administration/users"
CSV = (
    "name,full name,e-mail,own limit,state\nhana,Hana Suzuki,hana@acme.example,2,active\ncleo,,,1,disabled\n"
)
STRUCK = re.compile("line-through")


def names(page: Page) -> list[str]:
    return page.locator(".user-name").all_inner_texts()


def test_a_domain_admin_invites_finds_and_disables_a_user(page: Page, server: Server) -> None:
    sign_in(page, server, server.cast.ana, USERS)
    page.get_by_role("link", name="New user").click()
    page.get_by_label("User name").fill("dora")
    page.get_by_label("Full name").fill("Dora Lund")
    page.get_by_label("E-mail address").fill("dora@acme.example")
    page.get_by_role("button", name="Create user").click()
    expect(page.get_by_label("The link")).to_have_value(re.compile(f"^{server.url}/"))

    page.goto(f"{server.url}{USERS}")
    page.get_by_role("searchbox").press_sequentially("do?a")
    expect(page.locator(".user-name")).to_have_text(["dora"])
    expect(page).to_have_url(f"{server.url}{USERS}?q=do%3Fa")

    page.get_by_label("Tick Dora Lund").check()
    expect(page.locator("#ticked-count")).to_have_text("1")
    page.get_by_label("What to do with the ticked users").select_option("disable")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Disable 1 user?")).to_be_visible()
    page.get_by_role("button", name="Disable 1 user").click()

    expect(page.locator(".message")).to_contain_text("Disabled: dora.")
    expect(page).to_have_url(f"{server.url}{USERS}?q=do%3Fa")
    expect(page.locator("#user-dora .user-name")).to_have_css("text-decoration-line", STRUCK)


def test_an_import_is_looked_at_and_then_confirmed(page: Page, server: Server) -> None:
    sign_in(page, server, server.cast.ana, f"{USERS}/import")
    page.get_by_label("or paste it here").fill(CSV)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".import-line")).to_have_count(2)
    expect(page.locator(".import-line").nth(1)).to_contain_text("state: active → disabled")

    page.get_by_role("button", name="Import 2 users").click()

    expect(page.locator(".alert-success")).to_have_text("1 user created, 1 user changed.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the links").click()
    assert "hana@acme.example" in download.value.path().read_text("utf-8-sig")
    page.goto(f"{server.url}{USERS}")
    assert names(page) == ["ana", "ben", "cleo", "hana"]


def test_the_tick_in_the_head_stands_for_all_on_the_page(page: Page, server: Server) -> None:
    sign_in(page, server, server.cast.ana, USERS)
    expect(page.get_by_role("button", name="Continue")).to_be_disabled()

    page.get_by_label("Tick all users on this page").check()

    expect(page.locator("#ticked-count")).to_have_text("3")
    expect(page.get_by_role("button", name="Continue")).to_be_enabled()


def test_leaving_with_something_unsaved_asks_first(page: Page, server: Server) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    sign_in(page, server, server.cast.ana, USERS)
    page.goto(f"{server.url}{USERS}/ben/profile")
    page.get_by_label("Full name").fill("Benedict")

    page.get_by_role("link", name="License Usage").click()
    expect(page.get_by_label("Full name")).to_have_value("Benedict")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".message")).to_contain_text("full name Ben Okafor → Benedict")
    page.get_by_role("link", name="License Usage").click()

    expect(page.get_by_role("heading", name="License Usage")).to_be_visible()
    assert asked == ["beforeunload"]


def test_a_disabled_user_s_device_is_told_of_the_end_and_keeps_its_license_until_then(
    page: Page, server: Server, ben_desk: Device
) -> None:
    ben_desk.open("SRV-1")
    sign_in(page, server, server.cast.ana, f"{USERS}/ben/profile")
    page.get_by_role("button", name="Disable…").click()
    page.get_by_role("button", name="Disable 1 user").click()

    expect(page.locator(".message")).to_contain_text("1 session ends in 30 seconds.")
    page.goto(f"{server.url}/usage")
    expect(page.locator(".session-row")).to_contain_text(re.compile(r"Ending in 0:\d\d"))


def test_the_journey_works_without_scripts(page_without_script: Page, server: Server) -> None:
    page = page_without_script
    sign_in(page, server, server.cast.ana, USERS)
    page.get_by_role("searchbox").fill("b*")
    page.get_by_role("button", name="Search").click()
    assert names(page) == ["ben"]

    page.get_by_label("Tick Ben Okafor").check()
    page.get_by_label("What to do with the ticked users").select_option("must_change")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Have 1 user change the password").click()

    expect(page.locator(".message")).to_contain_text("Must choose a new password at the next sign-in: ben.")
