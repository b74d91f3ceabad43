import gzip
from pathlib import Path

import brotli
import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from tests.support.databases import on_sqlite
from webapp.web.static_files import COMPRESSED, FOLDER, version_of

FONT = "vendor/inter-5.3.0/inter-latin-wght-normal.woff2"
FOR_EVER = "public, max-age=31536000, immutable"


def address(app: Flask, filename: str) -> str:
    with app.test_request_context():
        return url_for("static", filename=filename)


@on_sqlite
def test_the_address_names_what_is_in_the_files_and_is_kept_for_ever(app: Flask, client: FlaskClient) -> None:
    where = address(app, "app.css")

    assert where == f"/static/{version_of(FOLDER)}/app.css"
    assert client.get(where).headers["Cache-Control"] == FOR_EVER


@on_sqlite
def test_a_page_of_another_version_gets_the_file_of_today_but_does_not_keep_it(client: FlaskClient) -> None:
    response = client.get("/static/000000000000/app.css")

    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-cache")


@on_sqlite
@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("identity", None),
        ("br;q=0, gzip", "gzip"),
        ("", None),
    ],
)
def test_a_text_is_compressed_as_the_browser_wants_it(
    app: Flask, client: FlaskClient, accepted: str, encoding: str | None
) -> None:
    plain = (FOLDER / "app.css").read_bytes()

    response = client.get(address(app, "app.css"), headers={"Accept-Encoding": accepted})

    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding](response.data)
    assert (response.content_encoding, unpacked) == (encoding, plain)
    assert response.vary.as_set() >= {"accept-encoding"}


@on_sqlite
def test_a_font_is_sent_as_it_is(app: Flask, client: FlaskClient) -> None:
    response = client.get(address(app, FONT), headers={"Accept-Encoding": "br"})

    assert response.mimetype == "font/woff2"
    assert "Content-Encoding" not in response.headers


@on_sqlite
@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [("bytes=0-1", 0, 1), ("bytes=100-", 100, None), ("bytes=-5", -5, None), ("bytes=3-9999999", 3, None)],
)
def test_a_part_of_a_file_is_sent_to_who_asks_for_it(
    app: Flask, client: FlaskClient, wanted: str, first: int, last: int | None
) -> None:
    whole = (FOLDER / FONT).read_bytes()

    response = client.get(address(app, FONT), headers={"Range": wanted})

    begin = first % len(whole)
    end = len(whole) - 1 if last is None else last
    assert (response.status_code, response.data) == (206, whole[begin : end + 1])
    assert response.headers["Content-Range"] == f"bytes {begin}-{end}/{len(whole)}"
    assert response.headers["Cache-Control"] == FOR_EVER


@on_sqlite
def test_a_file_says_that_it_can_be_had_in_parts_and_a_part_that_there_is_not_is_refused(
    app: Flask, client: FlaskClient
) -> None:
    assert client.get(address(app, FONT)).headers["Accept-Ranges"] == "bytes"
    assert client.get(address(app, FONT), headers={"Range": "bytes=99999999-"}).status_code == 416


@on_sqlite
@pytest.mark.parametrize(
    "path", ["../pyproject.toml", "%2e%2e/pyproject.toml", "vendor", "nothing.css", "..%2f..%2fetc/passwd"]
)
def test_nothing_outside_the_folder_is_served(client: FlaskClient, path: str) -> None:
    assert client.get(f"/static/000000000000/{path}").status_code == 404


def test_the_version_changes_with_a_name_and_with_a_content(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a")
    first = version_of(tmp_path)
    (tmp_path / "a.css").write_text("b")
    second = version_of(tmp_path)
    (tmp_path / "a.css").rename(tmp_path / "b.css")

    assert len({first, second, version_of(tmp_path)}) == 3


@on_sqlite
def test_pages_are_compressed_and_their_streams_are_not(client: FlaskClient) -> None:
    response = client.get("/sign-in", headers={"Accept-Encoding": "gzip, br"})

    assert (response.status_code, response.content_encoding) == (200, "br")


VENDORED = [
    file
    for file in sorted((FOLDER / "vendor").rglob("*"))
    if file.suffix in COMPRESSED and file.stat().st_size > 10_000
]


@on_sqlite
@pytest.mark.parametrize("file", VENDORED, ids=lambda file: file.name)
def test_a_large_file_of_another_project_is_compressed_beforehand_and_sent_so(
    app: Flask, client: FlaskClient, file: Path
) -> None:
    where = address(app, str(file.relative_to(FOLDER)))

    sent = client.get(where, headers={"Accept-Encoding": "br"}).data

    assert sent == file.with_name(file.name + ".br").read_bytes()
    assert brotli.decompress(sent) == file.read_bytes()


@on_sqlite
def test_a_file_is_the_same_for_everybody_and_its_headers_are_few(app: Flask, client: FlaskClient) -> None:
    answer, document = client.get(address(app, "app.js")), client.get(address(app, "img/logo.svg"))

    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" not in answer.headers
    assert "Content-Security-Policy" in document.headers
