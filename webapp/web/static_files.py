"""Stylesheets, scripts, fonts and pictures: compressed once, and kept by browsers for ever.

Their address names what is in all of them (`/static/<version>/app.css`), so a new version of Seatkeeper has new addresses,
and scripts that import each other by relative paths follow. Whatever version an address names, the file of today is sent,
as a page of yesterday may still ask for it; only those that name today's are kept. What is not compressed can be asked for in
parts (RFC 9110, range requests): some browsers play no film otherwise. Large files of other projects are compressed
beforehand, as hard as Brotli can, which would take a second each time a process starts (`static/vendor/README.md`).
"""

import gzip
import mimetypes
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import brotli
from flask import Flask, Response, abort, request
from werkzeug.security import safe_join

FOLDER = Path(__file__).parents[2] / "static"
ENDPOINT = "static"
ONE_YEAR = 365 * 24 * 60 * 60
VERSION_LENGTH = 12
WORTH_IT = 256
"""Bytes. Smaller files are not compressed."""
COMPRESSED = {".css", ".js", ".svg", ".txt", ".md"}
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli.compress,
    "gzip": lambda plain: gzip.compress(plain, mtime=0),
}
"""By the name that browsers ask for them by (RFC 9110), the best first."""
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("image/webp", ".webp")
mimetypes.add_type("video/webm", ".webm")


def register(app: Flask) -> None:
    """Serve them."""
    current = version_of(FOLDER)

    def serve(version: str, filename: str) -> Response:
        path = safe_join(str(FOLDER), filename)
        if path is None or not Path(path).is_file():
            abort(404)
        return _answer(Path(path), is_current=version == current)

    app.add_url_rule("/static/<version>/<path:filename>", ENDPOINT, serve)

    @app.url_defaults
    def _name_the_version(endpoint: str, values: dict[str, str]) -> None:
        if endpoint == ENDPOINT:
            values.setdefault("version", current)


def version_of(folder: Path) -> str:
    """What the folder holds, in twelve characters."""
    seen = sha256()
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        seen.update(str(file.relative_to(folder)).encode() + b"\0" + file.read_bytes())
    return seen.hexdigest()[:VERSION_LENGTH]


def _answer(file: Path, *, is_current: bool) -> Response:
    wanted = request.accept_encodings.best_match(ENCODINGS) if file.suffix in COMPRESSED else None
    encoding, body = _encoded(file, wanted, file.stat().st_mtime_ns)
    answer = Response(body, mimetype=mimetypes.guess_type(file.name)[0] or "application/octet-stream")
    if encoding:
        answer.content_encoding = encoding
    elif file.suffix not in COMPRESSED:
        answer.make_conditional(request, accept_ranges=True, complete_length=len(body))
    answer.vary.add("Accept-Encoding")
    answer.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable" if is_current else "no-cache"
    return answer


@lru_cache(maxsize=512)
def _encoded(file: Path, encoding: str | None, _changed: int) -> tuple[str | None, bytes]:
    """The file as it is sent. `_changed` (when it was written) makes a changed file another entry of the cache."""
    plain = file.read_bytes()
    if encoding is None or len(plain) < WORTH_IT:
        return None, plain
    beforehand = file.with_name(file.name + ".br")
    if encoding == "br" and beforehand.is_file():
        return encoding, beforehand.read_bytes()
    return encoding, ENCODINGS[encoding](plain)
