"""The pictures of the manual and of the README: each that is shown is there, in light and in dark, and small."""

import re
from pathlib import Path

FOLDER = Path("static/pictures")
MOST_KIB = 60
SIZES = {"picture": (1500, 1140), "phone_picture": (780, 1560)}
SHOWN = [
    found
    for file in sorted(Path("templates/help").rglob("*.html"))
    for found in re.findall(r"\{\{ (picture|phone_picture|film)\(\"([a-z-]+)\"", file.read_text())
]


def size(file: Path) -> tuple[int, int]:
    """Width and height of a WebP file of the extended kind, as browsers write it."""
    head = file.read_bytes()[:30]
    assert (head[:4], head[8:16]) == (b"RIFF", b"WEBPVP8X"), file
    return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1


def test_every_picture_of_the_manual_is_there_in_light_and_dark_and_in_its_size() -> None:
    wanted = {
        f"{name}-{scheme}.webp": SIZES[kind]
        for kind, name in SHOWN
        if kind != "film"
        for scheme in ("light", "dark")
    }

    assert {name: size(FOLDER / name) for name in wanted} == wanted


def test_no_picture_is_large_and_none_is_kept_that_nobody_shows() -> None:
    shown = {
        f"{name}-{scheme}.webp" for kind, name in SHOWN if kind != "film" for scheme in ("light", "dark")
    }
    shown |= {f"{name}.{kind}" for film, name in SHOWN if film == "film" for kind in ("webm", "webp")}

    assert {file.name for file in FOLDER.iterdir()} == shown
    assert [file.name for file in FOLDER.glob("*.webp") if file.stat().st_size > MOST_KIB * 1024] == []


def test_what_the_readme_shows_is_there() -> None:
    shown = re.findall(r"(?:srcset|src)=\"([^\"]+)\"|\]\((static/[^)]+)\)", Path("README.md").read_text())

    assert len(shown) > 5
    assert [one or other for one, other in shown if not Path(one or other).is_file()] == []
