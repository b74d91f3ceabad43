"""Where faketime's library is, by which a process sees another time, and how it comes onto a machine (`make test` runs this)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

COMMANDS = (
    ["apt-get", "update", "-qq"],
    ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "libfaketime"],
)


def find_faketime() -> Path | None:
    """The library, where Debian puts it."""
    return next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)


def install_faketime() -> Path | None:
    """Install Debian's, as root."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in COMMANDS:
        print("faketime for the tests of clocks:", " ".join(command), flush=True)
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    return find_faketime()


def main() -> None:
    """Say which faketime is used, after installing it if need be."""
    found = find_faketime() or install_faketime()
    print(f"faketime: {found}" if found else "No faketime: its tests are skipped.")


if __name__ == "__main__":
    main()
