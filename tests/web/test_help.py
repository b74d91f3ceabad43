import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.support.databases import on_sqlite
from tests.web.html import Element, read
from tests.web.visits import page
from webapp.web.manual_pages import PAGES, TITLES, ManualPage

ADDRESSES = ["/help", "/help/all", *(f"/help/{shown.name}" for shown in PAGES)]


@on_sqlite
def test_the_contents_lead_to_each_page_and_each_section(client: FlaskClient) -> None:
    cards = page(client, "/help").one("ul", class_="manual-cards")

    assert [(link.attributes["href"], link.text) for link in cards.all("a")] == [
        line
        for shown in PAGES
        for line in (
            (f"/help/{shown.name}", shown.title),
            *((f"/help/{shown.name}#{anchor}", title) for anchor, title in shown.sections),
        )
    ]


@on_sqlite
@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.name)
def test_a_page_has_the_sections_that_it_declares(client: FlaskClient, shown: ManualPage) -> None:
    article = page(client, f"/help/{shown.name}").one("article")

    assert [(heading.attributes["id"], heading.text) for heading in article.all("h1")] == [
        (shown.name, shown.title)
    ]
    assert [(heading.attributes["id"], heading.text) for heading in article.all("h2")] == list(shown.sections)


@on_sqlite
def test_next_leads_through_all_pages_and_before_leads_back(client: FlaskClient) -> None:
    forward = list(_turns(client, f"/help/{PAGES[0].name}", "next"))

    assert forward == [f"/help/{shown.name}" for shown in PAGES]
    assert list(_turns(client, forward[-1], "prev")) == forward[::-1]


@on_sqlite
def test_the_whole_manual_is_on_one_page_with_no_anchor_twice(client: FlaskClient) -> None:
    ids = [
        found.attributes["id"] for found in page(client, "/help/all").one("article").all() if _has_id(found)
    ]

    assert ids == list(dict.fromkeys(ids))
    assert set(ids) == set(TITLES)


@on_sqlite
def test_every_link_in_the_manual_leads_somewhere(client: FlaskClient) -> None:
    opened: dict[str, Element] = {}
    broken = []
    for address in ADDRESSES:
        main = page(client, address).one("main")
        for link in main.all("a"):
            path, _, anchor = link.attributes["href"].partition("#")
            path = path or address
            if path not in opened:
                answer = client.get(path, follow_redirects=True)
                assert answer.status_code == 200, f"{address} leads to {path}"
                opened[path] = read(answer.text) if answer.mimetype == "text/html" else Element("", {})
            if anchor and not opened[path].all(id=anchor):
                broken.append(f"{address}: {path}#{anchor}")

    assert broken == []


@on_sqlite
def test_commands_name_this_server(client: FlaskClient) -> None:
    commands = page(client, "/help/seat").all("pre")

    assert commands[0].text == "seat sign-in http://localhost seat run -- ssh srv-db-02"


def test_every_question_mark_leads_to_a_section_that_there_is() -> None:
    templates = "".join(file.read_text() for file in Path("templates").rglob("*.html"))

    asked = re.findall(r'help_(?:link|address)\("([^"]+)"', templates)

    assert len(asked) > 20
    assert [section for section in asked if section not in TITLES] == []


def _turns(client: FlaskClient, address: str, rel: str) -> Iterator[str]:
    while address:
        yield address
        turn = page(client, address).one("nav", class_="manual-turn").all("a", rel=rel)
        address = turn[0].attributes["href"] if turn else ""


def _has_id(element: Element) -> bool:
    return "id" in element.attributes
