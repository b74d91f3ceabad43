"""`/administration/audit`: the trail, and the same as CSV."""

from collections.abc import Iterator

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from webapp import current
from webapp.services.export_audit import audit_csv
from webapp.services.list_audit import list_audit
from webapp.web.access import current_actor, domain_admin
from webapp.web.administration.audit.view import lines_of, read_view
from webapp.web.administration.audit.words import in_words

blueprint = Blueprint("audit", __name__, url_prefix="/administration/audit")


@blueprint.get("")
@domain_admin
def index() -> ResponseReturnValue:
    """The trail, newest first."""
    view = read_view(request.args)
    page = list_audit(current.db(), current_actor(), view.query)
    return render_template(
        "administration/audit/index.html", view=view, page=page, lines=lines_of(page), in_words=in_words
    )


@blueprint.get("/export.csv")
@domain_admin
def export() -> Response:
    """The entries that the filters select as CSV, sent as they are read."""
    actor = current_actor()
    rows: Iterator[str] = audit_csv(current.db(), actor, read_view(request.args).query)
    name = f"audit-of-{actor.domain}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(stream_with_context(rows), mimetype="text/csv", headers=headers)
