"""The fixtures of all tests come from `tests/support/`."""

import os
import signal
import sys

pytest_plugins = [  # each after those that it imports
    "tests.support.databases",
    "tests.support.apps",
    "tests.support.servers",
    "tests.support.browsers",
    "tests.support.marks",
]

# Tests start hundreds of processes of ours. Where the environment forbids Python to keep what it compiled, each compiles
# everything anew: 5 seconds to start a server instead of 1.5.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Whoever is started in the background by a shell script ignores Ctrl-C, and so would every program that tests start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
