"""Runs the scanners, prints what they found, and exits with 1 when that is anything."""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.scan.demonstration import Demonstration, demonstration

TOOLS = Path(sys.executable).parents[1] / "scan" / "bin"
WAPITI_MODULES = (
    "cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,ldap,methods,permanentxss,redirect,sql,timesql,upload,"
    "xss"
)
"""All that need nothing from elsewhere."""
NOT_TO_BE_SENT = (
    "static",
    "sign-out",
    "sign-outs",
    "events",
    "two-step",
    "password",
    "actions",
    "leave",
    "password-link",
)
"""What would end the scanner's own sign-in, or never ends."""
WAPITI_SECONDS, SQLMAP_SECONDS = 900, 240


def main() -> None:
    """Scan, and say what was found."""
    with (
        tempfile.TemporaryDirectory(prefix="seatkeeper-scan-") as folder,
        demonstration(Path(folder)) as demo,
    ):
        print(f"Scanning the demonstration at {demo.url}", flush=True)
        found = [*wapiti(demo, Path(folder)), *sqlmap(demo, Path(folder))]
    print("\n".join(found) or "Nothing was found.")
    sys.exit(1 if found else 0)


def wapiti(demo: Demonstration, folder: Path) -> Iterator[str]:
    """Crawl the console as its owner, and attack every form and address."""
    report = folder / "wapiti.json"
    excluded = [part for word in NOT_TO_BE_SENT for part in ("-x", f"{demo.url}/*{word}*")]
    command = [
        TOOLS / "wapiti", "-u", f"{demo.url}/", "-C", demo.cookie, *excluded,
        "-m", WAPITI_MODULES, "--scope", "folder", "--max-scan-time", str(WAPITI_SECONDS), "--max-attack-time", "90",
        "--max-links-per-page", "40", "--tasks", "2", "--no-bugreport", "-v", "1", "-f", "json", "-o", report,
        "--endpoint", "http://127.0.0.1:9/", "--dns-endpoint", "localhost",
        "--store-session", folder / "wapiti", "--store-config", folder / "wapiti",
    ]  # fmt: skip
    _run(command, folder / "wapiti.log", WAPITI_SECONDS + 600)
    result = json.loads(report.read_text())
    print(f"wapiti {result['infos']['version']}: {result['infos']['crawled_pages_nbr']} pages", flush=True)
    for kind in ("vulnerabilities", "anomalies"):
        for name, cases in result[kind].items():
            for case in cases:
                yield f"wapiti: {name}: {case['method']} {case['path']} {case.get('parameter') or ''}: {case['info']}"


def sqlmap(demo: Demonstration, folder: Path) -> Iterator[str]:
    """Try to inject into every parameter of the addresses that ask the database."""
    console, api = ["--cookie", demo.cookie], ["-H", f"Authorization: {demo.bearer}"]
    json_api = ["-H", "Content-Type: application/json"]
    form = f"csrf_token={demo.csrf_token}"
    targets = [
        ("/usage?q=ben&sort=user&view_as=ben", console),
        ("/administration/users?q=ben&sort=name&page=1", console),
        ("/administration/audit?who=ana&action=sign+in&subject=ben", console),
        ("/reports/sessions?period=30d&user=ben&device=desk&sort=user", console),
        ("/api/v1/reports/sessions?period=30d&user=ben&device=desk&remote=srv&sort=user&limit=10", api),
        ("/api/v1/sessions?limit=10", api),
        ("/sign-in", [*console, "--data", f"{form}&username=acme%5Cben&password=x", "-p", "username,password"]),
        ("/administration/users/new", [*console, "--data", f"{form}&name=eve&display_name=Eve&email=eve@acme.example",
                                       "-p", "name,display_name,email"]),
        ("/api/v1/devices", [*json_api, "--data", json.dumps(
            {"username": "acme\\ben", "password": "x", "device_id": "d", "device_name": "D"})]),
        ("/api/v1/join", [*json_api, "--data", json.dumps({"code": "482913057612", "name": "Eve"})]),
    ]  # fmt: skip
    for number, (path, options) in enumerate(targets):
        log = folder / f"sqlmap-{number}.log"
        command = [
            TOOLS / "sqlmap", "-u", demo.url + path, *options, "--batch", "--level", "2", "--time-sec", "2",
            "--technique", "BEUST", "--timeout", "20", "--retries", "1", "--flush-session", "--disable-coloring",
            "--ignore-code", "*", "--output-dir", folder / "sqlmap",
        ]  # fmt: skip
        _run(command, log, SQLMAP_SECONDS)
        text = log.read_text()
        version = re.search(r"\{([\d.]+)[^}]*\}", text)
        requests = len(re.findall("testing '", text))
        print(
            f"sqlmap {version[1] if version else '?'} {path.partition('?')[0]}: {requests} kinds of tests",
            flush=True,
        )
        if not requests:
            yield f"sqlmap: {path}: nothing was tested: {text[-500:]}"
        for line in re.findall(r".*(?:is vulnerable|appears to be .*injectable|is .*injectable).*", text):
            if "not" not in line:
                yield f"sqlmap: {path}: {line}"


def _run(command: list[object], log: Path, seconds: float) -> None:
    with log.open("wb") as out:
        try:
            subprocess.run(
                list(map(str, command)), stdout=out, stderr=out, stdin=subprocess.DEVNULL, timeout=seconds
            )
        except subprocess.TimeoutExpired:
            print(f"{Path(str(command[0])).name}: stopped after {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    main()
