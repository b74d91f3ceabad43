import re

from tests.architecture.source import calls, own_files, python_files, read

TOP_LEVEL = {
    "webapp", "templates", "static", "tests", "instance", "pyproject.toml",
    "README.md", "CHANGELOG.md", "LICENSE", "Makefile", "requirements.txt", "requirements-dev.txt", "docs",
}  # fmt: skip
REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted\.org|npmjs\.(org|com)|unpkg\.com|jsdelivr\.net|deb\.debian\.org"
)
OF_ONE_MACHINE = re.compile(r"/(?:home|Users)/\w+/|/root/\w|/work/(?:main|shared)")
MAY_WAIT = ("tests/support/eventually.py", "tests/bench/")  # a measurement takes its time
WAITING = re.compile(r"(^|\.)(sleep|wait_for_timeout)$")
READING_THE_CLOCK = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.time(_ns)?)$")


def test_the_top_level_holds_what_the_architecture_names_and_dot_files() -> None:
    names = {file.parts[0] for file in own_files()}

    assert {name for name in names - TOP_LEVEL if not name.startswith(".")} == set()


def test_no_file_names_a_package_registry() -> None:
    assert _files_with(REGISTRIES) == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert _files_with(OF_ONE_MACHINE) == []


def test_no_test_waits_for_time_to_pass() -> None:
    waits = [
        f"{file}:{line} {name}"
        for file in python_files("tests")
        for name, line in calls(file)
        if WAITING.search(name) and not str(file).startswith(MAY_WAIT)
    ]

    assert waits == []


def test_only_the_clock_reads_the_time_of_day() -> None:
    readers = [
        f"{file}:{line} {name}"
        for file in python_files("webapp")
        for name, line in calls(file)
        if READING_THE_CLOCK.search(name) and str(file) != "webapp/clock.py"
    ]

    assert readers == []


def _files_with(pattern: re.Pattern[str]) -> list[str]:
    return [f"{file}: {found[0]}" for file in own_files() if (found := pattern.search(read(file)))]
