import re
from pathlib import Path

from flask.testing import FlaskClient

from tests.support.databases import on_sqlite
from tests.web.visits import page
from webapp.web.help_page import SECTIONS


@on_sqlite
def test_help_is_open_to_everybody_and_names_this_server(client: FlaskClient) -> None:
    help_page = page(client, "/help")

    assert [(heading.attributes["id"], heading.text) for heading in help_page.all("h2")] == list(SECTIONS)
    assert help_page.all("pre")[0].text == "seat sign-in http://localhost seat run -- ssh srv-db-02"


def test_every_question_mark_leads_to_a_section_that_there_is() -> None:
    templates = "".join(file.read_text() for file in Path("templates").rglob("*.html"))

    asked = re.findall(r'help_link\("([^"]+)"', templates)

    assert [section for section in asked if section not in dict(SECTIONS)] == []
