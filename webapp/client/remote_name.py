"""What a session's remote side is called when nobody says: the target of a remote-access program, or the program."""

import re
from collections.abc import Sequence
from pathlib import PurePath

# Letters of options that take a value, so that the value is not mistaken for the target.
_SSH = "BbcDEeFIiJLlmOoPpQRSWw"
_FIRST_ARGUMENT = {
    "ssh": _SSH,
    "autossh": _SSH + "M",
    "slogin": _SSH,
    "sftp": _SSH,
    "mosh": "p",
    "telnet": "elnbkX",
}
_LAST_ARGUMENT = {"vncviewer", "xtigervncviewer", "xtightvncviewer", "gvncviewer", "rdesktop", "virt-viewer"}
_RDP_OPTION = re.compile(r"^[/-]v:(.+)$", re.IGNORECASE)
_ADDRESS = re.compile(
    r"^(?:[a-z][a-z0-9+.-]*://)?(?:[^@/]*@)?(\[[^\]]+\]|[0-9a-f]*:[0-9a-f]*:[0-9a-f:.]*|[^:/]+)",
    re.IGNORECASE,
)
LONGEST = 200


def guess_target(command: Sequence[str]) -> str | None:
    """The host that a remote-access program is told to connect to, if this is one and its host can be told."""
    program, arguments = PurePath(command[0]).name.lower().removesuffix(".exe"), command[1:]
    for argument in arguments:
        if (rdp := _RDP_OPTION.match(argument)) and ("rdp" in program or program.startswith("mstsc")):
            return _host(rdp[1])
    if program in _FIRST_ARGUMENT:
        return _host(_first_argument(arguments, _FIRST_ARGUMENT[program]))
    if program in _LAST_ARGUMENT and arguments and not arguments[-1].startswith("-"):
        return _host(arguments[-1])
    return None


def guess_remote(command: Sequence[str]) -> str:
    """The name to show for the remote side."""
    return (guess_target(command) or PurePath(command[0]).name)[:LONGEST]


def _first_argument(arguments: Sequence[str], take_value: str) -> str | None:
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            return next(rest, None)
        if not argument.startswith("-"):
            return argument
        if argument.startswith("--"):
            continue
        with_value = next((i for i, letter in enumerate(argument[1:], 1) if letter in take_value), None)
        if with_value == len(argument) - 1:
            next(rest, None)
    return None


def _host(target: str | None) -> str | None:
    match = _ADDRESS.match(target or "")
    return match[1].strip("[]") if match else None
