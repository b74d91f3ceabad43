"""The real nginx, haproxy and pgbouncer, run from the very files that docs/operations gives to operators.

Only addresses and the paths of keys are put in for the test: a line that is no longer there fails.
"""

import os
import socket
import subprocess
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import psycopg
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from sqlalchemy import make_url

from tests.support.clock import START
from tests.support.debian import program_or_skip
from tests.support.eventually import eventually
from tests.support.places import quick_folder
from tests.support.servers import Server, free_port

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations"
NGINX_MAIN = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; user {user};
events {{ worker_connections 512; }}
http {{ access_log off; {paths} include {folder}/seatkeeper.conf; }}
"""
NGINX_PATHS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True, slots=True)
class Front:
    """A proxy in front of nodes: where it listens, and the certificate that proves it."""

    url: str
    certificate: Path


def with_changes(name: str, changes: Mapping[str, str]) -> str:
    """A file of docs/operations with some of its lines changed. Each of them has to be there, once."""
    text = (OPERATIONS / name).read_text()
    for old, new in changes.items():
        assert text.count(old) == 1, f"docs/operations/{name} has to say {old!r} once"
        text = text.replace(old, new)
    return text


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and its key."""
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tests")]),
    )
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(START - timedelta(days=3650)).not_valid_after(START + timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    chain, secret = folder / "fullchain.pem", folder / "privkey.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kept = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    secret.write_bytes(key.private_bytes(*kept))
    return chain, secret


def nginx(folder: Path, nodes: tuple[Server, Server], afterwards: ExitStack) -> Front:
    """nginx in front of two nodes."""
    program = program_or_skip("nginx", "nginx-light")
    chain, secret = certificate(folder)
    port = free_port()
    changes = {
        "10.0.0.11:8000": f"127.0.0.1:{nodes[0].port}",
        "10.0.0.12:8000": f"127.0.0.1:{nodes[1].port}",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/ssl/seatkeeper/fullchain.pem": str(chain),
        "/etc/ssl/seatkeeper/privkey.pem": str(secret),
    }
    (folder / "seatkeeper.conf").write_text(with_changes("nginx.conf", changes))
    paths = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in NGINX_PATHS)
    user = "root" if os.geteuid() == 0 else "nobody"
    (folder / "nginx.conf").write_text(NGINX_MAIN.format(folder=folder, paths=paths, user=user))
    _run([program, "-p", str(folder), "-c", str(folder / "nginx.conf")], folder, afterwards)
    eventually(lambda: _listens(port), what="the proxy listens")
    return Front(f"https://127.0.0.1:{port}", chain)


def haproxy(folder: Path, nodes: tuple[Server, Server], afterwards: ExitStack) -> Front:
    """haproxy in front of two nodes."""
    program = program_or_skip("haproxy")
    chain, secret = certificate(folder)
    both, port = folder / "fullchain-and-key.pem", free_port()
    both.write_bytes(chain.read_bytes() + secret.read_bytes())
    changes = {
        "10.0.0.11:8000": f"127.0.0.1:{nodes[0].port}",
        "10.0.0.12:8000": f"127.0.0.1:{nodes[1].port}",
        "bind :443": f"bind 127.0.0.1:{port}",
        "/etc/ssl/seatkeeper/fullchain-and-key.pem": str(both),
        "maxconn 50000": "maxconn 500",
    }
    (folder / "haproxy.cfg").write_text(with_changes("haproxy.cfg", changes))
    _run([program, "-db", "-f", str(folder / "haproxy.cfg")], folder, afterwards)
    eventually(lambda: _listens(port), what="the proxy listens")
    return Front(f"https://127.0.0.1:{port}", chain)


FRONTS: dict[str, Callable[[Path, tuple[Server, Server], ExitStack], Front]] = {
    "nginx": nginx,
    "haproxy": haproxy,
}


def pgbouncer(database_url: str, afterwards: ExitStack, pool_size: int) -> str:
    """pgbouncer before a PostgreSQL database, in transaction mode, with so many connections to it; its URL."""
    program = program_or_skip("pgbouncer")
    folder = afterwards.enter_context(quick_folder("bouncer"))
    folder.chmod(0o755)  # it refuses to run as root, and is nobody then
    url, port = make_url(database_url), free_port()
    users = folder / "userlist.txt"
    users.write_text('"postgres" "secret"\n')
    changes = {
        "host=10.0.0.21 port=5432 dbname=seatkeeper": f"host={url.query['host']} dbname={url.database}",
        "listen_port = 6432": f"listen_port = {port}",
        "/etc/pgbouncer/userlist.txt": str(users),
        "default_pool_size = 20": f"default_pool_size = {pool_size}",
    }
    file = folder / "pgbouncer.ini"
    file.write_text(with_changes("pgbouncer.ini", changes) + "unix_socket_dir =\n")
    _run([program, str(file)], folder, afterwards, user="nobody" if os.geteuid() == 0 else None)
    through = f"postgresql://postgres:secret@127.0.0.1:{port}/seatkeeper"
    eventually(lambda: _answers(through), what="pgbouncer answers")
    return through


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


def _run(command: list[str], folder: Path, afterwards: ExitStack, user: str | None = None) -> None:
    log = afterwards.enter_context((folder / "front.log").open("wb"))
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, user=user,
        extra_groups=[] if user else None,
    )  # fmt: skip
    afterwards.callback(process.wait, 30)
    afterwards.callback(process.terminate)
