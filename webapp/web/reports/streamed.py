"""A page whose answer takes seconds: all of it but the answer is sent at once, and the answer as soon as it is there.

It needs no script, and the page says what it is doing meanwhile.
"""

from collections.abc import Callable, Iterator

from flask import Response, current_app, render_template, stream_with_context

MARK = "<!-- the answer -->"
"""Where the answer goes in the page. Texts of people cannot hold it: templates write `<` as `&lt;`."""


def streamed(page: str, answer: Callable[[], str], status: int = 200) -> Response:
    """Send the page around its answer. An error while it is worked out becomes a message in its place."""
    before, after = page.split(MARK)

    def parts() -> Iterator[str]:
        yield before
        try:
            yield answer()
        except Exception:
            current_app.logger.exception("A report could not be worked out")
            yield render_template("reports/_failed.html")
        yield after

    return Response(stream_with_context(parts()), status=status)
