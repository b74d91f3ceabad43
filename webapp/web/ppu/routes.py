"""`/ppu`: the page, and the ledger as CSV."""

from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from webapp import current
from webapp.services.export_ppu import ppu_csv
from webapp.services.view_ppu import view_ppu
from webapp.web.access import current_actor, request_time, signed_in
from webapp.web.ppu.page import page

blueprint = Blueprint("ppu", __name__, url_prefix="/ppu")


@blueprint.get("")
@signed_in
def index() -> ResponseReturnValue:
    """How pay per use stands, its use, and the ledger."""
    now = request_time()
    found = view_ppu(current.db(), current_actor(), _number(request.args.get("before", "")), now)
    return render_template("ppu/index.html", page=page(found, now))


@blueprint.get("/export.csv")
@signed_in
def export() -> Response:
    """The ledger, sent as it is read."""
    actor = current_actor()
    rows: Iterator[str] = ppu_csv(current.db(), actor)
    headers = {"Content-Disposition": f'attachment; filename="pay-per-use-of-{actor.domain}.csv"'}
    return Response(stream_with_context(rows), mimetype="text/csv", headers=headers)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
