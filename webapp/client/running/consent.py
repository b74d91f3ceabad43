"""Asking the person whether a session may use pay-per-use minutes, where somebody is there to be asked."""

import signal
import sys

import click

from webapp.client.errors import PpuConsentRequired
from webapp.client.running.stopped import StoppedWaiting


def ask_for_minutes(required: PpuConsentRequired) -> bool:
    """The answer, no by default. Raises the question itself when nobody is there, and StoppedWaiting for Ctrl-C."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise required
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return click.confirm(required.question, default=False, err=True)
    except click.Abort as aborted:
        raise StoppedWaiting(signal.SIGINT) from aborted
    finally:
        signal.signal(signal.SIGINT, before)
