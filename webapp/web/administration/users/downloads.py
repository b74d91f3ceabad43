"""CSV as a file to keep."""

from flask import Response


def csv_download(text: str, file_name: str) -> Response:
    """An answer that browsers save under this name."""
    return Response(
        text,
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
    )
