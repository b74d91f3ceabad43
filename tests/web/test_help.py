from flask.testing import FlaskClient

from tests.support.databases import on_sqlite
from tests.web.visits import page

pytestmark = on_sqlite


def test_help_is_open_to_everybody_and_names_this_server(client: FlaskClient) -> None:
    help_page = page(client, "/help")

    assert [heading.text for heading in help_page.all("h2")] == [
        "License Usage",
        "Ending sessions",
        "Who may view and control",
        "For domain admins: Session Management",
        "When the limit is reached",
        "When a device disappears",
        "The seat command",
    ]
    assert help_page.one("pre").text == "seat sign-in http://localhost seat run -- ssh srv-db-02"
