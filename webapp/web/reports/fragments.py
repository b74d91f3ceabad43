"""How a part of a report that htmx asked for is told from what changes the address of the page."""

from flask import request


def is_typed() -> bool:
    """Whether somebody is at the filters: then those must not change under their hands."""
    return request.headers.get("HX-Source", "form").startswith("form")


def address_header(address: str) -> dict[str, str]:
    """Filters that are being typed replace the address; a page or an order that was clicked is one to come back to."""
    return {"HX-Replace-Url" if is_typed() else "HX-Push-Url": address}
