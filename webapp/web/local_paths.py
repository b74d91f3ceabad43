"""Addresses within this console: the only places it ever redirects to."""

import re
from urllib.parse import urlsplit

from flask import request

from webapp import current

LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\\]*")


def local_path(address: str | None) -> str | None:
    """The address if it is a path of this server; None for anything that could lead elsewhere."""
    return address if address and LOCAL.fullmatch(address) else None


def current_page() -> str | None:
    """The page that an htmx request came from, as a local path."""
    parts = urlsplit(request.headers.get("HX-Current-URL", ""))
    return local_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def own_address() -> str:
    """How people reach this console: what `seat sign-in` is given."""
    return str(current.settings().public_url or request.url_root).rstrip("/")
