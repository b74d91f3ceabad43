"""The fixtures of all tests come from `tests/support/`."""

pytest_plugins = [  # each after those that it imports
    "tests.support.databases",
    "tests.support.apps",
    "tests.support.servers",
    "tests.support.browsers",
    "tests.support.marks",
]
