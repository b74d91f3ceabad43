import pytest
from flask.testing import FlaskClient

from tests.support.apps import SignIn
from tests.support.cast import Cast
from tests.support.databases import on_sqlite
from tests.web.html import read
from tests.web.visits import HTMX, page, send

pytestmark = on_sqlite


@pytest.mark.parametrize("username", [r"\\acme\ana", r"acme\ana", "ana@acme.example"])
def test_each_form_of_the_user_name_signs_in(client: FlaskClient, cast: Cast, username: str) -> None:
    response = send(client, "/sign-in", {"username": username, "password": cast.ana.password})

    assert (response.status_code, response.location) == (303, "/usage")
    assert page(client, "/usage").one("button", popovertarget="user-menu").text == r"\\acme\ana"


@pytest.mark.parametrize("username", [r"acme\ana", r"acme\nobody", "nonsense"])
def test_a_wrong_password_and_an_unknown_user_read_the_same(
    client: FlaskClient, cast: Cast, username: str
) -> None:
    response = send(client, "/sign-in", {"username": username, "password": "wrong"})

    assert response.status_code == 422
    assert [alert.text for alert in read(response.text).all(role="alert")] == [
        "This user name and password do not belong together."
    ]


def test_an_empty_field_says_what_to_enter(client: FlaskClient, cast: Cast) -> None:
    response = send(client, "/sign-in", {"username": "", "password": ""})

    assert [problem.text for problem in read(response.text).all(class_="invalid-feedback")] == [
        "Enter your user name.",
        "Enter your password.",
    ]


def test_who_is_not_signed_in_is_sent_to_sign_in_and_comes_back(client: FlaskClient, cast: Cast) -> None:
    sent_away = client.get("/usage?q=ben")
    form = page(client, sent_away.location).one("input", name="next")
    returned = send(
        client,
        "/sign-in",
        {"username": cast.ana.login, "password": cast.ana.password, "next": form.attributes["value"]},
    )

    assert (sent_away.status_code, sent_away.location) == (303, "/sign-in?next=/usage?q%3Dben")
    assert returned.location == "/usage?q=ben"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", r"/\evil.example", "usage", "/\t/evil.example", ""],
)
def test_signing_in_never_leads_to_another_site(client: FlaskClient, cast: Cast, elsewhere: str) -> None:
    form = {"username": cast.ana.login, "password": cast.ana.password, "next": elsewhere}

    assert send(client, "/sign-in", form).location == "/usage"


@pytest.mark.parametrize("address", ["/usage", "/usage/events"])
def test_a_lost_sign_in_sends_the_whole_page_to_sign_in_not_a_part_of_it(
    client: FlaskClient, cast: Cast, address: str
) -> None:
    response = client.get(address, headers=HTMX)

    assert (response.status_code, response.headers["HX-Redirect"], response.text) == (
        401,
        "/sign-in?next=/usage?q%3Dben",
        "",
    )


def test_signing_out_makes_the_cookie_worthless(signed_in: SignIn, cast: Cast) -> None:
    browser, thief = signed_in(cast.ana), signed_in(cast.ana)

    left = send(browser, "/sign-out")

    assert (left.status_code, left.location) == (303, "/sign-in")
    assert browser.get("/usage").status_code == 303
    assert thief.get("/usage").status_code == 303


def test_who_is_signed_in_already_goes_straight_on(signed_in: SignIn, cast: Cast) -> None:
    assert signed_in(cast.ana).get("/sign-in?next=/help").location == "/help"


@pytest.mark.parametrize("address", ["/sign-out", "/usage/terminations"])
def test_a_form_of_another_site_does_nothing(signed_in: SignIn, cast: Cast, address: str) -> None:
    browser = signed_in(cast.ana)

    assert browser.post(address).status_code == 400
    assert browser.get("/usage").status_code == 200
