"""Where oathtool is, a foreign implementation of RFC 6238, and how it comes onto a machine (`make test` runs this module)."""

import os
import shutil
import subprocess
import sys

COMMANDS = (
    ["apt-get", "update", "-qq"],
    ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "oathtool"],
)


def find_oathtool() -> str | None:
    """The system's oathtool, or the one that `OATHTOOL` names."""
    return shutil.which(os.environ.get("OATHTOOL", "oathtool"))


def install_oathtool() -> str | None:
    """Install Debian's, as root."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in COMMANDS:
        print("oathtool for the tests of two-step verification:", " ".join(command), flush=True)
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    return find_oathtool()


def main() -> None:
    """Say which oathtool is used, after installing one if need be."""
    found = find_oathtool() or install_oathtool()
    print(f"oathtool: {found}" if found else "No oathtool: its tests are skipped (OATHTOOL=… names one).")


if __name__ == "__main__":
    main()
