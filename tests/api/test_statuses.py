from webapp.api.problems import STATUS
from webapp.domain.errors import UseCaseError


def test_every_error_of_a_use_case_has_its_status() -> None:
    assert set(STATUS) == set(UseCaseError.__subclasses__())
