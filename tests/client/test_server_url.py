import pytest

from webapp.client.errors import NotSeatkeeper
from webapp.client.server_url import is_open_to_listeners, server_url


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://seatkeeper.example.org/", "https://seatkeeper.example.org"),
        ("seatkeeper.example.org", "https://seatkeeper.example.org"),
        ("seatkeeper.example.org:8443/seats", "https://seatkeeper.example.org:8443/seats"),
        ("localhost:8000", "http://localhost:8000"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("[::1]:8000", "http://[::1]:8000"),
        (" http://10.0.0.5:8000?x#y ", "http://10.0.0.5:8000"),
    ],
)
def test_an_address_is_completed_and_safe_unless_it_is_this_machine(typed: str, url: str) -> None:
    assert server_url(typed) == url


@pytest.mark.parametrize("typed", ["", "ftp://seatkeeper.example.org", "https://", "http://["])
def test_what_is_no_address_is_told_as_that(typed: str) -> None:
    with pytest.raises(NotSeatkeeper):
        server_url(typed)


def test_only_unencrypted_connections_over_a_network_are_open_to_listeners() -> None:
    assert is_open_to_listeners("http://10.0.0.5:8000")
    assert not is_open_to_listeners("http://127.0.0.1:8000")
    assert not is_open_to_listeners("https://seatkeeper.example.org")
