from flask import Flask
from flask.testing import FlaskClient

from tests.support.cast import Cast
from tests.support.databases import on_sqlite
from webapp.answers import WholeAnswer


@on_sqlite
def test_an_answer_carries_each_header_once(client: FlaskClient, cast: Cast) -> None:
    answers = [
        client.put("/api/v1/lease", headers=cast.ben.desk.bearer),
        client.put("/api/v1/lease"),
        client.get("/api/v1/nowhere"),
        client.patch("/api/v1/lease"),
    ]

    for answer in answers:
        names = [name.lower() for name, _ in answer.headers]
        assert (len(names), answer.headers["Content-Length"]) == (len(set(names)), str(len(answer.data)))
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_to_a_question_for_the_headers_alone_it_gives_no_body() -> None:
    app = Flask("answers")
    app.add_url_rule("/", view_func=lambda: WholeAnswer(b"{}", 200, "application/json", [("X-Own", "1")]))

    answer = app.test_client().head("/")

    assert (answer.data, answer.headers["Content-Length"], answer.headers["X-Own"]) == (b"", "2", "1")
