from email.message import EmailMessage

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.mail.conftest import Post
from tests.support.apps import SignIn
from tests.support.cast import Cast
from tests.support.databases import on_sqlite
from tests.support.eventually import eventually
from tests.web.visits import page, send
from webapp import mail
from webapp.db import Database
from webapp.mail import Letter
from webapp.models import Account
from webapp.services.choose_language import choose_language

pytestmark = on_sqlite
BEN = "/administration/users/ben"


@pytest.fixture
def ana(signed_in: SignIn, cast: Cast) -> FlaskClient:
    """The browser of acme's owner."""
    return signed_in(cast.ana)


def first_of(post: Post) -> EmailMessage:
    """The first letter, which is sent while the request goes on."""
    letters: list[EmailMessage] = eventually(lambda: post.letters, what="the letter arrives")
    return letters[0]


def test_a_password_link_is_mailed_and_then_not_shown(
    ana: FlaskClient, client: FlaskClient, cast: Cast, post: Post
) -> None:
    send(ana, f"{BEN}/password-link")

    (letter,) = post.letters
    assert (letter["To"], letter["From"], letter["Subject"]) == (
        "Ben Okafor <ben@acme.example>",
        "Seatkeeper <seatkeeper@acme.example>",
        "Choose your password for Seatkeeper",
    )
    told = page(ana, f"{BEN}/profile")
    assert told.one(class_="message").text == "A one-time link is on its way to ben@acme.example."
    assert told.all(class_="issued-link") == []
    link = next(line for line in letter.get_content().splitlines() if line.startswith("http://localhost/"))
    new = {"password": "seven green parrots", "again": "seven green parrots"}
    assert send(client, link.removeprefix("http://localhost"), new).status_code == 303


def test_a_link_that_the_mail_server_did_not_take_is_shown(ana: FlaskClient, post: Post) -> None:
    post.refuses = True
    send(ana, f"{BEN}/password-link")

    assert len(page(ana, f"{BEN}/profile").all(class_="issued-link")) == 1


def test_the_owner_is_told_once_when_attempts_are_held_up(
    client: FlaskClient, cast: Cast, post: Post
) -> None:
    for _ in range(7):
        send(client, "/sign-in", {"username": cast.ben.login, "password": "wrong"})

    letter = first_of(post)
    assert (letter["To"], letter["Subject"]) == (
        "Ana Novak <ana@acme.example>",
        r"Failed attempts to sign in as \\acme\ben",
    )
    assert "5 attempts to sign in" in letter.get_content()
    assert len(post.letters) == 1


def test_the_owner_is_told_of_attempts_on_devices_as_well(
    client: FlaskClient, cast: Cast, post: Post
) -> None:
    wrong = {"username": cast.ben.login, "password": "wrong", "device_id": "d", "device_name": "D"}
    for _ in range(5):
        client.post("/api/v1/devices", json=wrong)

    assert first_of(post)["To"] == "Ana Novak <ana@acme.example>"


@pytest.mark.parametrize("name", ["Ana, who: owns <it>", "Ána 🌳", "a\r\nBcc: everybody@acme.example"])
def test_no_name_breaks_a_letter(app: Flask, post: Post, name: str) -> None:
    with app.app_context():
        sent = mail.deliver(Letter(name, "ana@acme.example", "A subject", "Hello"))

    recipients = [(letter["To"].addresses[0].addr_spec, letter["Bcc"]) for letter in post.letters]
    assert recipients == ([("ana@acme.example", None)] if sent else [])


def test_a_letter_is_in_the_language_of_whom_it_is_for_not_of_who_sent_it(
    ana: FlaskClient, database: Database, cast: Cast, post: Post
) -> None:
    choose_language(database, cast.ben.actor, "de")

    send(ana, "/administration/users/ben/password-link", headers={"Accept-Language": "sl"})

    letter = first_of(post)
    assert letter["Subject"] == "Wählen Sie Ihr Passwort für Seatkeeper"
    assert letter.get_content().startswith("Guten Tag Ben Okafor,")


def test_who_has_chosen_no_language_is_written_to_in_the_accounts(
    client: FlaskClient, database: Database, cast: Cast, post: Post
) -> None:
    mine = Account.account_id == cast.ben.actor.account_id
    database.write(lambda tx: tx.execute(update(Account).where(mine).values(language="sl")))

    for _ in range(7):
        send(client, "/sign-in", {"username": cast.ben.login, "password": "wrong"})

    assert first_of(post).get_content().startswith("Pozdravljeni, Ana Novak,")
