"""`make lighthouse`: the pages that are used most, with the demonstration's data. Exit status 1 when one is below the goal."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.pictures.place import Place, open_place
from tests.support.chromium import ARGUMENTS, find_chromium

LIGHTHOUSE = Path(".venv/lighthouse/node_modules/.bin/lighthouse")
CATEGORIES = ("performance", "accessibility", "best-practices")
TIMES = (
    "first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "speed-index",
)  # fmt: skip
GOAL = 95
MOST_KIB = 150
PAGES = {
    "Sign-in": "/sign-in",
    "License Usage": "/usage",
    "Reports": "/reports/usage?period=30d",
    "Users": "/administration/users",
    "Settings": "/administration/settings",
}


def main() -> None:
    """Measure each page, say what is below the goal, and fail then."""
    with tempfile.TemporaryDirectory() as folder:
        place = open_place(Path(folder) / "instance")
        try:
            failures = [failure for name, path in PAGES.items() for failure in measure(place, name, path)]
        finally:
            place.server.stop()
    sys.exit("\n".join(failures) or 0)


def measure(place: Place, name: str, path: str) -> Iterator[str]:
    """Let Lighthouse look at a page as a phone on a slow line would; yields what is below the goal."""
    place.renew()
    cookie = "" if path == "/sign-in" else f"seatkeeper={place.cookie_of('ana')}"
    report = json.loads(_lighthouse(f"{place.server.url}{path}", cookie))
    scores = {one: round(100 * report["categories"][one]["score"]) for one in CATEGORIES}
    requests = report["audits"]["network-requests"]["details"]["items"]
    kib = sum(one["transferSize"] for one in requests) // 1024
    told = ", ".join(f"{score} {one}" for one, score in scores.items())
    print(f"{name}: {told}; {kib} KiB in {len(requests)} requests", flush=True)
    print("  " + ", ".join(f"{one} {report['audits'][one]['displayValue']}" for one in TIMES), flush=True)
    yield from (f"{name}: {one} is {score}" for one, score in scores.items() if score < GOAL)
    if kib > MOST_KIB:
        yield f"{name}: {kib} KiB"
    yield from (
        f"  {name}: {audit['title']}"
        for audit in report["audits"].values()
        if audit["score"] is not None and audit["score"] < 0.5 and audit["scoreDisplayMode"] == "binary"
    )


def _lighthouse(url: str, cookie: str) -> str:
    command = [
        str(LIGHTHOUSE), url, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags=--headless=new {' '.join(ARGUMENTS)}",
        f"--extra-headers={json.dumps({'Cookie': cookie} if cookie else {})}",
    ]  # fmt: skip
    environment = {**os.environ, "CHROME_PATH": find_chromium() or ""}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    if done.returncode:
        sys.exit(done.stderr)
    return str(done.stdout)


if __name__ == "__main__":
    main()
