"""GET /api/v1/events: tells a device what happens to its sessions. The stream alone renews no lease."""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from flask import Blueprint, Response, abort, request

from webapp import current
from webapp.domain.access import Actor
from webapp.live.hub import Hub
from webapp.live.programs import bearer_token, ended, ending, moment
from webapp.live.sse import KEEP_ALIVE, event, stream
from webapp.live.subscription import Subscription
from webapp.services.follow_sessions import News, SessionChange, changes_of_device
from webapp.services.sign_in_device import device_actor


def device_blueprint(hub: Hub) -> Blueprint:
    """The devices' stream, with the bearer token of the client API."""
    blueprint = Blueprint("device_stream", __name__)

    @blueprint.get("/api/v1/events")
    def device_events() -> Response:
        token = bearer_token()
        actor = device_actor(current.db(), token, current.now()) if token else None
        if actor is None:
            abort(401)
        after = _last_event_id(request.headers.get("Last-Event-ID", ""))
        return stream(_events(hub, token, actor, after), ("device", actor.user_id, actor.device_id))

    device_events.access = "device_token"  # type: ignore[attr-defined]  # who may call it, as every endpoint declares
    return blueprint


def _last_event_id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _events(hub: Hub, token: str, actor: Actor, after: int) -> Iterator[str]:
    pair = (actor.user_id, actor.device_id or 0)
    with hub.subscribed(actor.account_id, pair) as subscription:
        yield KEEP_ALIVE
        missed = changes_of_device(current.db(), actor, after, current.now())
        known = {(change.session_id, change.revision) for change in missed}
        yield from _told(hub, actor, missed)
        while not subscription.stopping:
            if not subscription.wait():
                yield KEEP_ALIVE
            fresh = [c for c in subscription.take_changes() if (c.session_id, c.revision) not in known]
            yield from _told(hub, actor, fresh)
            if _lost_access(subscription, token):
                yield event("{}", name="signed-out")
                return
        yield event("{}", name="reconnect")


def _lost_access(subscription: Subscription, token: str) -> bool:
    return subscription.take_access_changed() and device_actor(current.db(), token, current.now()) is None


def _told(hub: Hub, actor: Actor, changes: list[SessionChange]) -> Iterator[str]:
    """Send changes, then record who has been told: a generator goes on only when what it gave was written out.

    The id stands on the last event of a revision alone, so that a break between two of them repeats both.
    """
    for revision, of_revision in groupby(changes, key=attrgetter("revision")):
        batch = list(of_revision)
        for change in batch:
            last = change is batch[-1]
            data = json.dumps(_data(change, current.now()))
            yield event(data, name=f"session-{change.news}", revision=revision if last else None)
        to_warn = [change.session_id for change in batch if change.news is News.ENDING]
        if to_warn:
            hub.note_told(actor.account_id, to_warn)


def _data(change: SessionChange, now: datetime) -> dict[str, Any]:
    """What an event says, as `webapp.api.event_stream` describes it."""
    return {"id": str(change.session_id), **_more(change, now)}


def _more(change: SessionChange, now: datetime) -> dict[str, Any]:
    match change.news:
        case News.ENDING if change.ends_at is not None:
            return ending(change.ends_at, (change.ends_at - now).total_seconds(), change.message)
        case News.ENDED:
            return ended(change.end_reason, change.message)
        case News.JOINED:
            return {"remote": change.remote}
        case News.PAUSED if change.expires_at is not None:
            return {"expires_at": moment(change.expires_at)}
        case _:
            return {}
