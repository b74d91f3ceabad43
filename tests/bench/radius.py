"""As much of a RADIUS client (RFC 2865, RFC 2866) as a bench needs: sign somebody in, and say that their session started."""

import hashlib
import itertools
import secrets
import socket
import struct

SECRET = b"bench"
ACCESS_REQUEST, ACCESS_ACCEPT, ACCOUNTING_REQUEST = 1, 2, 4
USER_NAME, USER_PASSWORD, NAS_ADDRESS, NAS_PORT, STATUS_TYPE, SESSION_ID = 1, 2, 4, 5, 40, 44
START = 1
PATIENCE = 10.0


class Radius:
    """One client with a socket of its own. Not for several threads."""

    def __init__(self, port: int) -> None:
        self._auth, self._accounting = ("127.0.0.1", port), ("127.0.0.1", port + 1)
        self._numbers = itertools.count()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.settimeout(PATIENCE)

    def close(self) -> None:
        """Give back the socket."""
        self._socket.close()

    def open_session(self, user: str, number: int) -> bool:
        """Sign in as a network device does for a user, and when let in, account for the start of the session."""
        nas = _attribute(NAS_ADDRESS, socket.inet_aton("127.0.0.1")) + _number(NAS_PORT, number)
        who = _attribute(USER_NAME, user.encode()) + nas
        authenticator = secrets.token_bytes(16)
        hidden = _hidden(b"bench", authenticator)
        request = self._packet(ACCESS_REQUEST, authenticator, who + _attribute(USER_PASSWORD, hidden))
        if self._ask(request, self._auth)[0] != ACCESS_ACCEPT:
            return False
        session = _attribute(SESSION_ID, f"{number}-{secrets.token_hex(8)}".encode())
        told = self._packet(ACCOUNTING_REQUEST, bytes(16), who + _number(STATUS_TYPE, START) + session)
        signed = hashlib.md5(told + SECRET).digest()  # noqa: S324 - the protocol's own
        self._ask(told[:4] + signed + told[20:], self._accounting)
        return True

    def _ask(self, packet: bytes, server: tuple[str, int]) -> bytes:
        self._socket.sendto(packet, server)
        while True:
            answer = self._socket.recv(4096)
            if answer[1] == packet[1]:
                return answer

    def _packet(self, code: int, authenticator: bytes, attributes: bytes) -> bytes:
        identifier = next(self._numbers) % 256
        return struct.pack("!BBH", code, identifier, 20 + len(attributes)) + authenticator + attributes


def _attribute(kind: int, value: bytes) -> bytes:
    return bytes((kind, len(value) + 2)) + value


def _number(kind: int, value: int) -> bytes:
    return _attribute(kind, struct.pack("!I", value))


def _hidden(password: bytes, authenticator: bytes) -> bytes:
    mask = hashlib.md5(SECRET + authenticator).digest()  # noqa: S324 - the protocol's own
    return bytes(a ^ b for a, b in zip(password.ljust(16, b"\0"), mask, strict=True))
