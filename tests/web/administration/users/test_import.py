import csv
import io
from base64 import b64decode

import pytest
from flask.testing import FlaskClient

from tests.services.administering import stored_user
from tests.support.cast import Cast
from tests.support.databases import on_sqlite
from tests.web.html import Element, read
from tests.web.visits import page, send
from webapp.db import Database
from webapp.services.steps.user_csv import IMPORT_MAX_BYTES

pytestmark = on_sqlite
IMPORT = "/administration/users/import"
CONFIRM = f"{IMPORT}/confirmation"
HEADER = "name,full name,e-mail,own limit\n"
TEXT = HEADER + "dora,Dora Lund,dora@acme.example,2\nben,Ben Okafor,ben@acme.example,3\n"
LARGE = HEADER + "ben,Ben Okafor,ben@acme.example,3\n" + (" " * 999 + "\n") * (IMPORT_MAX_BYTES // 1000 - 1)


def preview(browser: FlaskClient, text: str) -> Element:
    response = send(browser, IMPORT, {"text": text})
    assert response.status_code == 200, response.text
    return read(response.text)


def lines(shown: Element) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row.all("td")) for row in shown.all("tr", class_="import-line")]


def confirmation(shown: Element) -> dict[str, str]:
    form = shown.one("form", action=CONFIRM)
    digest = form.one("input", name="digest").attributes["value"]
    shown_text = "".join(str(part) for part in form.one("textarea").content)
    return {"digest": digest, "text": shown_text.removeprefix("\r\n")}


def test_a_preview_shows_each_change_and_writes_nothing(
    ana: FlaskClient, database: Database, cast: Cast
) -> None:
    shown = preview(ana, TEXT)

    assert lines(shown) == [
        (
            "2",
            "dora New",
            "full name: Dora Lund e-mail: dora@acme.example own limit: 2 domain admin: no state: active",
        ),
        ("3", "ben Changed", "own limit: no limit → 3"),
    ]
    assert shown.one("form", action=CONFIRM).one("button").text == "Import 2 users"
    assert stored_user(database, "ben", cast.ana).own_limit is None


def test_a_file_counts_more_than_text(ana: FlaskClient) -> None:
    file = (io.BytesIO(("\ufeff" + TEXT.replace(",", ";")).encode()), "users.csv")

    response = send(ana, IMPORT, {"text": "nonsense", "file": file})

    assert [line[1] for line in lines(read(response.text))] == ["dora New", "ben Changed"]


def test_what_was_confirmed_is_imported_and_the_links_are_given_once(
    ana: FlaskClient, database: Database, cast: Cast
) -> None:
    response = send(ana, CONFIRM, confirmation(preview(ana, TEXT)))

    shown = read(response.text)
    assert (response.status_code, shown.one(class_="alert-success").text) == (
        200,
        "1 user created, 1 user changed.",
    )
    (address,) = [cell.text for cell in shown.all("td", class_="issued-address")]
    download = shown.one("a", download="invitations.csv").attributes["href"]
    kept = b64decode(download.removeprefix("data:text/csv;base64,")).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(kept))) == [
        ["name", "e-mail", "link"],
        ["dora", "dora@acme.example", address],
    ]
    assert stored_user(database, "ben", cast.ana).own_limit == 3


def test_what_changed_meanwhile_is_said_and_nothing_is_imported(
    ana: FlaskClient, database: Database, cast: Cast
) -> None:
    sent = confirmation(preview(ana, TEXT))
    send(ana, CONFIRM, confirmation(preview(ana, "name,own limit\nben,2\n")))

    response = send(ana, CONFIRM, sent)

    shown = read(response.text)
    assert (response.status_code, lines(shown)[1]) == (409, ("3", "ben Changed", "own limit: 2 → 3"))
    assert shown.one(class_="alert-warning").text.startswith("Something has changed since you looked")
    assert stored_user(database, "ben", cast.ana).own_limit == 2


def test_a_forged_confirmation_of_another_text_imports_nothing(
    ana: FlaskClient, database: Database, cast: Cast
) -> None:
    sent = {**confirmation(preview(ana, TEXT)), "text": "name,own limit\nben,2\n"}

    assert send(ana, CONFIRM, sent).status_code == 409
    assert stored_user(database, "ben", cast.ana).own_limit is None


def test_lines_that_cannot_be_used_are_numbered_and_keep_it_from_being_confirmed(ana: FlaskClient) -> None:
    shown = preview(ana, TEXT + "x y,X,x@acme.example,\n")

    assert lines(shown)[2][:2] == ("4", "x y Cannot be used")
    assert shown.all("form", action=CONFIRM) == []
    assert shown.one("textarea").text.startswith("name,full name")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "Choose a CSV file, or paste its text."),
        ("name,phone\n", "Line 1: there is no column “phone”."),
        (LARGE + " " * 2000, "This is more than 1 MiB. Import it in parts."),
    ],
)
def test_what_cannot_be_read_is_said_at_the_field(ana: FlaskClient, text: str, problem: str) -> None:
    response = send(ana, IMPORT, {"text": text})

    assert response.status_code == 422
    assert read(response.text).one(id="text-error").text.startswith(problem)


def test_a_text_of_nearly_a_mebibyte_is_taken(ana: FlaskClient) -> None:
    assert [line[1] for line in lines(preview(ana, LARGE))] == ["ben Changed"]


def test_much_more_than_that_is_refused_unread(ana: FlaskClient) -> None:
    assert send(ana, IMPORT, {"text": "x" * (3 * IMPORT_MAX_BYTES)}).status_code == 413


def test_whoever_may_only_look_imports_nothing(looker: FlaskClient, ben: FlaskClient) -> None:
    for browser in (looker, ben):
        assert browser.get(IMPORT).status_code == 403
        assert [send(browser, path, {"text": TEXT}).status_code for path in (IMPORT, CONFIRM)] == [403, 403]


def test_the_form_says_what_the_columns_are(ana: FlaskClient) -> None:
    told = [term.text for term in page(ana, IMPORT).one("main").all("dt")]

    assert told == ["name", "full name", "e-mail", "own limit", "domain admin", "state"]
