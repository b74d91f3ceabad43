"""`python -m webapp.demo`: the account, the server, the devices; all of them stop on Ctrl-C."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from webapp.clock import clock_for
from webapp.db import Database, upgrade
from webapp.demo.account import BEGAN_BEFORE, COLLEAGUES, DOMAIN, OWNER, NotOurs, ensure_account
from webapp.demo.devices import DEVICES, SimulatedDevice
from webapp.demo.history import play_history
from webapp.settings import Settings

STARTS_WITHIN = 30.0
STOPS_WITHIN = 30.0


def main() -> None:
    """Run the demonstration until it is interrupted, or its server stops."""
    settings = Settings()
    try:
        password = _password(settings)
    except NotOurs as error:
        raise SystemExit(f"seatkeeper demo: {error}") from None
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _server() as server, _devices(settings, password):
        try:
            if _answers(settings, server):
                _say_how_to_sign_in(settings, password)
            status = server.wait()
        except KeyboardInterrupt:
            click.echo("\nThe devices close their sessions …")
            status = 0
    raise SystemExit(status)


def _password(settings: Settings) -> str:
    upgrade(settings.effective_database_url)
    db = Database.open(settings.effective_database_url)
    try:
        return ensure_account(db, settings.instance, clock_for(db).now(), _play)
    finally:
        db.close()


def _play(db: Database, password: str, now: datetime) -> None:
    click.echo(f"Making {BEGAN_BEFORE.days} days of history for the reports, once …")
    play_history(db, password, now)


@contextmanager
def _server() -> Iterator["subprocess.Popen[bytes]"]:
    """The real server, in a group of its own: Ctrl-C reaches the devices first, and they close what they have open."""
    command = Path(sys.executable).with_name("seatkeeper")
    server = subprocess.Popen([command, "serve"], start_new_session=True)  # noqa: S603 - our own command
    try:
        yield server
    finally:
        server.terminate()
        server.wait(STOPS_WITHIN)


@contextmanager
def _devices(settings: Settings, password: str) -> Iterator[None]:
    devices = [SimulatedDevice(_url(settings), user, name, password) for user, name in DEVICES]
    for device in devices:
        device.start()
    try:
        yield
    finally:
        for device in devices:
            device.leave()
        for device in devices:
            device.join(5)


def _answers(settings: Settings, server: "subprocess.Popen[bytes]") -> bool:
    deadline = time.monotonic() + STARTS_WITHIN
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex((_host(settings), settings.port)) == 0:
                return True
        time.sleep(0.1)
    return False


def _say_how_to_sign_in(settings: Settings, password: str) -> None:
    colleagues = ", ".join(name for name, _ in COLLEAGUES)
    click.echo(f"\n  Demonstration: {len(DEVICES)} simulated devices share the licenses of account {DOMAIN}.")
    click.echo(f"  Sign in:       {_url(settings)}/sign-in")
    click.echo(rf"  User name:     {DOMAIN}\{OWNER[0]} (the owner); also {colleagues}")
    click.echo(f"  Password:      {password}")
    click.echo("  Ctrl-C stops it.\n")


def _host(settings: Settings) -> str:
    return "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - compared, not bound


def _url(settings: Settings) -> str:
    return f"http://{_host(settings)}:{settings.port}"


if __name__ == "__main__":
    main()
