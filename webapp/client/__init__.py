"""Seatkeeper's client: a library that opens sessions and keeps their licenses, and the command `seat`.

It knows the server only over HTTP. A program that opens sessions of its own needs four names:

    with SeatkeeperClient("https://seatkeeper.example.org", token) as client:
        wish = Wish("SRV-DB-02")
        session = client.open_session(wish)  # or raises LimitReached
        with SessionWatch(client, wish, session, told=print) as watch:  # renews the lease; tells of endings
            ...
        client.close_session(watch.session.id)
"""

from webapp.client.answers import Holder, Licenses, Session, SignedIn
from webapp.client.errors import (
    LimitReached,
    NotSeatkeeper,
    PpuConsentRequired,
    ProblemError,
    SeatkeeperError,
    ServerUnreachable,
    SessionOver,
    TlsFailed,
    TwoStepRequired,
    Unauthorized,
)
from webapp.client.event_listener import EventListener
from webapp.client.lease_keeper import LeaseKeeper
from webapp.client.lease_report import LeaseReport
from webapp.client.seatkeeper_client import SeatkeeperClient
from webapp.client.session_watch import SessionWatch
from webapp.client.wish import Wish

__all__ = [
    "EventListener",
    "Holder",
    "LeaseKeeper",
    "LeaseReport",
    "Licenses",
    "LimitReached",
    "NotSeatkeeper",
    "PpuConsentRequired",
    "ProblemError",
    "SeatkeeperClient",
    "SeatkeeperError",
    "ServerUnreachable",
    "Session",
    "SessionOver",
    "SessionWatch",
    "SignedIn",
    "TlsFailed",
    "TwoStepRequired",
    "Unauthorized",
    "Wish",
]
