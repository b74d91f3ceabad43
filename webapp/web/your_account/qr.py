"""QR codes as a part of the page: an SVG without styles or scripts, as the Content-Security-Policy wants it."""

import segno
from markupsafe import Markup


def qr_code(text: str) -> Markup:
    """Dark on white in either theme, with the quiet zone that scanners need."""
    svg = segno.make_qr(text, error="m").svg_inline(
        omitsize=True, border=4, light="#fff", svgclass="qr", lineclass=None
    )
    return Markup(svg.replace("<svg ", '<svg role="img" aria-label="QR code for your authenticator app" ', 1))  # noqa: S704 - segno writes numbers and its own tags, nothing of the text
