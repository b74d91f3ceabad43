"""Where Chromium is, and how it comes onto a machine that has none (`make test` runs this module).

Its headless shell is preferred: the same engine without the browser around it, so that a page takes a quarter of the work.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SHELL = "chromium-headless-shell"
PLAIN_NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def _candidates() -> Iterator[str | None]:
    yield os.environ.get("CHROMIUM")
    yield from (shutil.which(name) for name in PLAIN_NAMES)
    kept = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    for inside in ("chromium_headless_shell-*/chrome-*/*headless*shell", "chromium-*/chrome-*/chrome"):
        yield from (str(found) for found in sorted(kept.glob(inside), reverse=True))


def find_chromium() -> str | None:
    """The Chromium to test with: `CHROMIUM`, the system's, or one that Playwright once installed."""
    return next((found for found in _candidates() if found and os.access(found, os.X_OK)), None)


def _ways_to_install(has_browser: bool) -> Iterator[list[list[str]]]:
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        yield [["apt-get", "update", "-qq"], [*install, SHELL]]
        if not has_browser:
            yield [[*install, "chromium"]]
    if not has_browser:
        yield [[sys.executable, "-m", "playwright", "install", "chromium"]]


def _is_shell(found: str | None) -> bool:
    return found is not None and "headless" in found


def install_chromium(has_browser: bool) -> str | None:
    """Install Chromium: Debian's as root, else Playwright's own for this user. Where there is one, the shell alone."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for commands in _ways_to_install(has_browser):
        for command in commands:
            print("Chromium for the browser tests:", " ".join(command), flush=True)
            subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr)
        if _is_shell(found := find_chromium()):
            return found
    return find_chromium()


def main() -> None:
    """Say which Chromium is used, after installing one if need be."""
    found = find_chromium()
    if not _is_shell(found) and "CHROMIUM" not in os.environ:
        found = install_chromium(has_browser=found is not None)
    print(
        f"Chromium: {found}"
        if found
        else "No Chromium: the browser tests are skipped (CHROMIUM=… names one)."
    )


if __name__ == "__main__":
    main()
