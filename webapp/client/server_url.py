"""The server's address as people type it, made into one that can be asked."""

from urllib.parse import urlsplit

from webapp.client.errors import NotSeatkeeper

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def server_url(typed: str) -> str:
    """Complete what was typed: https where nothing is said, http on this machine itself. Raises NotSeatkeeper."""
    text = typed.strip()
    if "://" not in text:
        text = f"{'http' if _host(f'//{text}') in LOOPBACK else 'https'}://{text}"
    if not text.lower().startswith(("http://", "https://")) or not _host(text):
        raise NotSeatkeeper(
            f"{typed} is not the address of a server. It looks like https://seatkeeper.example.org"
        )
    return text.split("#")[0].split("?")[0].rstrip("/")


def is_open_to_listeners(url: str) -> bool:
    """Whether what is sent there, the password too, crosses a network unencrypted."""
    return urlsplit(url).scheme == "http" and _host(url) not in LOOPBACK


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
