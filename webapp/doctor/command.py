"""`seatkeeper doctor`, as typed."""

import json
import sys
from dataclasses import asdict

import click

from webapp.clock import SystemClock
from webapp.command_line import read_settings
from webapp.doctor.examine import examine
from webapp.doctor.findings import Finding, Verdict, wrong


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="For programs: one document.")
def doctor_command(*, as_json: bool) -> None:
    """Look for trouble, name it, and say what to do. Changes nothing. Exit status 1 when something is wrong.

    \b
    Example:
      seatkeeper doctor
    """
    findings = _findings()
    is_wrong = any(finding.verdict is Verdict.WRONG for finding in findings)
    if as_json:
        status = Verdict.WRONG if is_wrong else Verdict.OK
        click.echo(
            json.dumps({"status": status, "checks": [asdict(finding) for finding in findings]}, indent=2)
        )
    else:
        for finding in findings:
            click.echo(_line(finding))
    sys.exit(1 if is_wrong else 0)


def _findings() -> list[Finding]:
    try:
        settings = read_settings()
    except click.ClickException as error:
        return [wrong("settings", error.message, "Correct config.toml, or the environment SEATKEEPER_*.")]
    return examine(settings, SystemClock().now())


def _line(finding: Finding) -> str:
    verdict = finding.verdict.upper() if finding.verdict is Verdict.WRONG else finding.verdict
    told = f"{verdict:<6} {finding.name:<12} {finding.found}"
    return f"{told}\n{'':<19} {finding.advice}" if finding.advice else told
