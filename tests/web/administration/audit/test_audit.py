"""Administration > Audit, as a domain admin reads it."""

from flask.testing import FlaskClient

from tests.support.apps import SignIn
from tests.support.cast import Cast
from tests.support.clock import FrozenClock
from tests.support.databases import on_sqlite
from tests.web.visits import page
from webapp.db import Database
from webapp.services.set_licenses import set_licenses

pytestmark = on_sqlite


def test_an_entry_tells_what_changed_from_what_to_what(
    database: Database, signed_in: SignIn, cast: Cast, clock: FrozenClock
) -> None:
    set_licenses(database, "acme", 5, clock.now())

    audit = page(signed_in(cast.ana), "/administration/audit?action=change+setting")

    assert [line.text for line in audit.all("div", class_="audit-change")] == ["Licenses: 3 → 5"]
    assert [line.text for line in audit.all("div", class_="audit-action")] == ["Change setting"]


def test_filters_that_find_nothing_say_so(signed_in: SignIn, cast: Cast) -> None:
    text = signed_in(cast.ana).get("/administration/audit?q=nothing-like-this&since=2026-13-99&before=x").text

    assert text.count("Nothing found") == 1


def test_the_export_is_a_csv_file(signed_in: SignIn, cast: Cast) -> None:
    answer = signed_in(cast.ana).get("/administration/audit/export.csv")

    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="audit-of-acme.csv"'
    assert answer.text.splitlines()[0] == "number,at,who,address,action,subject,before,after"


def test_a_user_who_is_no_admin_does_not_read_it(signed_in: SignIn, cast: Cast, client: FlaskClient) -> None:
    assert signed_in(cast.ben).get("/administration/audit").status_code == 403
    assert client.get("/administration/audit").status_code == 303
