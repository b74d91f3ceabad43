"""Where promtool is, Prometheus' own judge of what it is given, and how it comes onto a machine (`make test` runs this module).

Debian's package `prometheus` is taken apart, not installed: it would start a server. That needs no root.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

KEPT = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "seatkeeper-tests" / "promtool"


def find_promtool() -> str | None:
    """The one that `PROMTOOL` names, the system's, or the one that was taken out of the package."""
    return shutil.which(os.environ.get("PROMTOOL", "promtool")) or shutil.which(str(KEPT))


def install_promtool() -> str | None:
    """Take it out of Debian's package."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        if os.geteuid() == 0:
            _run(folder, "apt-get", "update", "-qq")
        _run(folder, "apt-get", "download", "-qq", "prometheus")
        for package in Path(folder).glob("prometheus_*.deb"):
            _run(folder, "dpkg-deb", "--extract", package.name, "out")
        if (found := Path(folder, "out", "usr", "bin", "promtool")).exists():
            KEPT.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(found, KEPT.with_suffix(".new"))
            KEPT.with_suffix(".new").replace(KEPT)
    return find_promtool()


def _run(folder: str, *command: str) -> None:
    print("promtool for the tests of /metrics:", " ".join(command), flush=True)
    subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=sys.stderr)


def main() -> None:
    """Say which promtool is used, after fetching one if need be."""
    found = find_promtool() or install_promtool()
    print(f"promtool: {found}" if found else "No promtool: its test is skipped (PROMTOOL=… names one).")


if __name__ == "__main__":
    main()
