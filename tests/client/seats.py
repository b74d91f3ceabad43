"""Devices of the tests: each runs the real command `seat` in a configuration folder of its own."""

import os
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO
from uuid import UUID

from tests.support.cast import password_of
from tests.support.eventually import eventually
from tests.support.servers import Server
from webapp.client import SeatkeeperClient, Session, sign_in_file
from webapp.client.sign_in_file import SignInFile

SEAT = Path(sys.executable).with_name("seat")
UNWANTED = ("DISPLAY", "WAYLAND_DISPLAY", "SEAT_CONFIG")


class RunningSeat:
    """A `seat` that was started and not waited for."""

    def __init__(self, arguments: tuple[str, ...], environment: dict[str, str], output: Path) -> None:
        self._output = output
        self._files: list[IO[bytes]] = [self._file(name).open("wb") for name in ("out", "err")]
        out, err = self._files
        self.process = subprocess.Popen(
            [SEAT, *arguments], env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            start_new_session=True,
        )  # fmt: skip

    @property
    def out(self) -> str:
        """What the program has written so far."""
        return self._file("out").read_text()

    @property
    def err(self) -> str:
        """What seat has said so far."""
        return self._file("err").read_text()

    def wait(self, within: float = 60) -> int:
        """The exit status."""
        return self.process.wait(within)

    def close(self) -> None:
        """Nothing of it is left."""
        self.process.kill()
        self.process.wait(10)
        for file in self._files:
            file.close()

    def _file(self, name: str) -> Path:
        return self._output.with_suffix(f".{name}")


@dataclass
class SeatDevice:
    """A device on which `user` is signed in."""

    server: Server
    folder: Path
    user: str
    afterwards: ExitStack
    _started: int = 0
    _client: SeatkeeperClient | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What its programs see."""
        inherited = {name: value for name, value in os.environ.items() if name not in UNWANTED}
        return {**inherited, "SEAT_CONFIG": str(self.folder), "NO_PROXY": "127.0.0.1,localhost"}

    def seat(self, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        """Run `seat` to its end."""
        return subprocess.run(
            [SEAT, *arguments], env=self.environment, input=text, capture_output=True, text=True, timeout=120
        )

    def start(self, *arguments: str) -> RunningSeat:
        """Start `seat` and leave it running."""
        self._started += 1
        running = RunningSeat(arguments, self.environment, self.folder / f"run-{self._started}")
        self.afterwards.callback(running.close)
        return running

    def sign_in(self, password: str | None = None) -> subprocess.CompletedProcess[str]:
        """Sign in, with the right password unless told otherwise."""
        options = ("--username", self.user, "--password-stdin", "--device-name", self.folder.name)
        return self.seat("sign-in", self.server.url, *options, text=f"{password or password_of('olga')}\n")

    def client(self) -> SeatkeeperClient:
        """A client of the library that speaks for this device."""
        if self._client is None:
            known = sign_in_file.read_signed_in(self.folder / "seat.json")
            self._client = SeatkeeperClient(known.url, known.token)
            self.afterwards.callback(self._client.disconnect)
        return self._client

    def sessions(self) -> list[Session]:
        """The sessions that are open from this device."""
        return [session for session in self.client().sessions() if session.mine]

    def remotes(self) -> list[str]:
        """What the remote sides of these sessions are called."""
        return [session.remote for session in self.sessions()]

    def session(self) -> UUID:
        """The id of the session that is open from this device, once there is one."""
        return eventually(self.sessions, what="a session is open")[0].id

    def licenses_in_use(self) -> int:
        """How many licenses of the account are in use."""
        return self.client().licenses().in_use

    def sign_in_quietly(self) -> None:
        """Sign in by the library: much faster than a process of its own."""
        name, url = self.folder.name, self.server.url
        known = SignInFile(url=url, username=self.user, device_name=name)
        with SeatkeeperClient(url) as client:
            answer = client.sign_in(self.user, password_of("olga"), known.device_id, name)
        sign_in_file.write(self.folder / "seat.json", replace(known, token=answer.token))


@dataclass
class Office:
    """An account of its own with one owner, `olga`, and the devices she signs in on."""

    server: Server
    folder: Path
    afterwards: ExitStack
    domain: str

    @property
    def database_url(self) -> str:
        """Where the server keeps what it knows."""
        return self.server.database_url

    def device(self, name: str, sign_in: bool = True) -> SeatDevice:
        """One more device."""
        device = SeatDevice(self.server, self.folder / name, rf"{self.domain}\olga", self.afterwards)
        device.folder.mkdir()
        if sign_in:
            device.sign_in_quietly()
        return device
