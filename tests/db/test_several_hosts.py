import pytest

from webapp.db.database import parsed_url


def test_several_hosts_mean_whichever_can_be_written_to() -> None:
    url = parsed_url("postgresql://ana:secret@one:5432,two:5433/seatkeeper")

    assert (url.username, url.password, url.database) == ("ana", "secret", "seatkeeper")
    assert url.query == {"host": ("one:5432", "two:5433"), "target_session_attrs": "read-write"}


def test_what_the_operator_says_of_several_hosts_counts() -> None:
    url = parsed_url("postgresql://one,two/seatkeeper?target_session_attrs=any&connect_timeout=2")

    assert url.query == {"host": ("one", "two"), "target_session_attrs": "any", "connect_timeout": "2"}


@pytest.mark.parametrize(
    "text", ["postgresql://ana@one/seatkeeper", "postgresql://ana@/seatkeeper?host=/run/postgresql"]
)
def test_one_host_stays_as_it_is(text: str) -> None:
    assert "target_session_attrs" not in parsed_url(text).query
