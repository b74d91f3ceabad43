"""Lines and bars of the reports' pictures, as SVG that the server draws: they need no script, and they print."""

from collections.abc import Iterable, Sequence

WIDTH = 1000
HEIGHT = 100
LABELS = 5
"""How many labels stand under a picture, from its left edge to its right one."""


def scale_top(highest: float) -> int:
    """The top of a scale from 0: even, so that its middle can be labelled, and a little above what is highest."""
    return max(2, int(highest) + 2 - int(highest) % 2)


def _y(value: float, top: float) -> str:
    return f"{HEIGHT - value / top * HEIGHT:.2f}".rstrip("0").rstrip(".")


def _x(part: float) -> str:
    return f"{part * WIDTH:.2f}".rstrip("0").rstrip(".")


def step_path(points: Iterable[tuple[float, float]], top: float) -> str:
    """A line in steps: each point is where it begins (0 is the left edge, 1 the right one) and its value."""
    parts = list[str]()
    for part, value in points:
        parts.append(f"H{_x(part)}V{_y(value, top)}" if parts else f"M{_x(part)} {_y(value, top)}")
    return "".join(parts) + f"H{WIDTH}" if parts else ""


def area_under(path: str) -> str:
    """The area between a line of `step_path` and the bottom."""
    return f"{path}V{HEIGHT}H{path[1:].split(' ', 1)[0]}Z" if path else ""


def line_path(points: Iterable[tuple[float, float]], top: float) -> str:
    """A line from point to point."""
    parts = [f"{_x(part)} {_y(value, top)}" for part, value in points]
    return "M" + "L".join(parts) if parts else ""


def band_path(points: Sequence[tuple[float, float, float]], top: float) -> str:
    """The area between two lines: where, the lower and the upper value."""
    there = [f"{_x(part)} {_y(upper, top)}" for part, _, upper in points]
    back = [f"{_x(part)} {_y(lower, top)}" for part, lower, _ in reversed(points)]
    return "M" + "L".join(there + back) + "Z" if points else ""


def bar_path(bars: Iterable[tuple[float, float, float]], top: float) -> str:
    """Bars as one path: where each begins and ends, and its value."""
    return "".join(
        f"M{_x(left)} {HEIGHT}V{_y(value, top)}H{_x(right)}V{HEIGHT}Z" for left, right, value in bars if value
    )
