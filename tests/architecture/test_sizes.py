from tests.architecture.source import functions, lines, own_files, python_files

FILE_LINES = 200
FUNCTION_LINES = 30
TEMPLATE_LINES = 80
CODE = [file for file in python_files("webapp") if "migrations" not in file.parts]


def test_a_module_has_at_most_200_lines() -> None:
    too_long = {str(file): n for file in CODE if (n := lines(file)) > FILE_LINES}

    assert too_long == {}


def test_a_function_has_at_most_30_lines() -> None:
    too_long = {f"{file}:{name}": n for file in CODE for name, n in functions(file) if n > FUNCTION_LINES}

    assert too_long == {}


def test_a_template_has_at_most_80_lines() -> None:
    templates = [file for file in own_files() if file.parts[0] == "templates"]

    assert {str(file): n for file in templates if (n := lines(file)) > TEMPLATE_LINES} == {}
