"""Where Chromium is, and how it comes onto a machine that has none (`make test` runs this module)."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PLAIN_NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def _candidates() -> Iterator[str | None]:
    yield os.environ.get("CHROMIUM")
    yield from (shutil.which(name) for name in PLAIN_NAMES)
    kept = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    yield from (str(found) for found in sorted(kept.glob("chromium-*/chrome-*/chrome"), reverse=True))


def find_chromium() -> str | None:
    """The Chromium to test with: `CHROMIUM`, the system's, or one that Playwright once installed."""
    return next((found for found in _candidates() if found and os.access(found, os.X_OK)), None)


def _ways_to_install() -> Iterator[list[list[str]]]:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        yield [
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"],
        ]
    yield [[sys.executable, "-m", "playwright", "install", "chromium"]]


def install_chromium() -> str | None:
    """Install Chromium: Debian's as root, else Playwright's own for this user."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for commands in _ways_to_install():
        for command in commands:
            print("Chromium for the browser tests:", " ".join(command), flush=True)
            subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr)
        if found := find_chromium():
            return found
    return None


def main() -> None:
    """Say which Chromium is used, after installing one if need be."""
    found = find_chromium() or install_chromium()
    print(
        f"Chromium: {found}"
        if found
        else "No Chromium: the browser tests are skipped (CHROMIUM=… names one)."
    )


if __name__ == "__main__":
    main()
