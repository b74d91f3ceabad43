"""What the services tell and what is stored, in the words of the reference model, and that both agree."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select

from tests.model.reference import HOLDING, Account, Entry, Holding, Refusal, Session, Termination
from tests.services.paying import assert_licenses_backed
from webapp.db import Database
from webapp.domain.access import Actor
from webapp.models import ClientSession, LicenseHolding, PpuEntry, SessionCode
from webapp.models import License as LicenseRow
from webapp.models import Refusal as RefusalRow
from webapp.models import Termination as TerminationRow
from webapp.services.list_licenses import list_licenses
from webapp.services.list_sessions import get_session, list_sessions
from webapp.services.view_ppu import view_ppu
from webapp.services.view_usage import SessionRow, UsagePage, UsageQuery, view_usage

A_DAY = timedelta(hours=24)


class Told:
    """One account of a database, read by somebody who may see everything; and the names of the model for what is there."""

    def __init__(self, admin: Actor, users: Mapping[int, str], devices: Mapping[int, str]) -> None:
        self.admin = admin
        self.users, self.devices = users, devices
        self.numbers: dict[UUID, int] = {}
        self._most = 0

    def assert_alike(self, db: Database, model: Account, now: datetime) -> None:
        """Who holds what, the limit, the ledger and all history are what the model says."""
        self._assert_never_too_many(db, model, now)
        self._assert_sessions(db, model, now)
        self._assert_licenses(db, model, now)
        if not model.is_anything_due(now):
            self._assert_ledger(db)
            self._assert_history(db, model)
            assert_licenses_backed(db)

    def assert_page_alike(self, db: Database, model: Account, now: datetime) -> None:
        """License Usage shows what the model says, to whoever sees everything."""
        self._assert_usage(view_usage(db, self.admin, UsageQuery(), now), model, now)

    def assert_ended_alike(self, db: Database, model: Account, now: datetime) -> None:
        """Each session that is over says since when and why."""
        for session_id, number in self.numbers.items():
            stands = model.sessions[number].stands(now)
            if stands[0] == "ended":
                view = get_session(db, self.admin, session_id, now)
                assert (view.state, view.ended_at, view.end_reason) == stands

    def _assert_never_too_many(self, db: Database, model: Account, now: datetime) -> None:
        """Counted by its own query: no more pairs than licenses, each on one license; fewer and fewer after a lowering."""
        live = select(
            func.count(ClientSession.holds_license.distinct()), *_pairs(ClientSession)
        ).where(ClientSession.account_id == self.admin.account_id, ClientSession.over_at > now)  # fmt: skip
        held = _rows(
            db, live.where(ClientSession.holds_license.is_not(None)).group_by(*_pairs(ClientSession))
        )
        assert all(row[0] == 1 for row in held), "a pair stands on two licenses"
        in_use = list_licenses(db, self.admin, now).in_use
        assert len(held) == in_use, "two pairs share a license"
        assert in_use <= max(model.licenses, self._most), "more licenses are held than there are"
        self._most = in_use

    def _assert_sessions(self, db: Database, model: Account, now: datetime) -> None:
        listed = list_sessions(db, self.admin, None, 200, now).items
        shown = [
            s for s in model.sessions
            if s.is_live(now) or (s.stands(now)[0] == "paused" and self._mine(s))
        ]  # fmt: skip
        told = [
            (self.numbers[v.id], v.state, v.license if v.funding == "license" else None, v.funding == "ppu",
             v.ends_at, v.expires_at, v.lease_expires_at, v.code is not None) for v in listed
        ]  # fmt: skip
        assert told == [_as_listed(s, now) for s in shown]

    def _assert_licenses(self, db: Database, model: Account, now: datetime) -> None:
        view = list_licenses(db, self.admin, now)
        live = [s for s in model.live(now) if s.license]
        held = {s.license: model.held[s.license] for s in live if s.license}
        assert view.licenses == model.licenses
        assert [(h.license, (h.user, h.device), h.since, h.sessions) for h in view.holders] == [
            (
                number,
                self._named(held[number].pair),
                held[number].since,
                sum(s.license == number for s in live),
            )
            for number in sorted(held)
        ]

    def _assert_usage(self, page: UsagePage, model: Account, now: datetime) -> None:
        live = model.live(now)
        groups = {g.number: sorted(map(self._shown, g.sessions)) for g in page.groups}
        on_licenses = sorted({s.license for s in live if s.license})
        assert groups == {n: [_as_shown(s) for s in live if s.license == n] for n in on_licenses}
        spent = [entry.session for entry in model.ledger]
        on_ppu = sorted((s for s in live if s.ppu_since), key=lambda s: (s.ppu_since, s.number))
        assert [(*self._shown(row), row.minutes_used) for row in page.on_ppu] == [
            (*_as_shown(s), spent.count(s.number)) for s in on_ppu
        ]
        paused = sorted(s.number for s in model.sessions if s.stands(now)[0] == "paused" and self._mine(s))
        assert sorted(self.numbers[row.id] for row in page.paused) == paused
        top = page.overview
        mine = {s.pair for s in live if self._mine(s)}
        refused = {r.wish or i for i, r in enumerate(model.refusals) if r.at > now - A_DAY}
        assert (top.licenses, top.in_use) == (model.licenses, len(on_licenses))
        assert (top.own_in_use, top.refused_in_24_hours) == (len(mine), len(refused))
        if top.ppu:
            assert (top.ppu.minutes, top.ppu.sessions) == (model.minutes, len(on_ppu))

    def assert_sees_only_own_paused(self, db: Database, actor: Actor, model: Account, now: datetime) -> None:
        """Whoever is no domain admin sees the same sessions, and of the paused ones their own."""
        page = view_usage(db, actor, UsageQuery(), now)
        seen = {row.id for group in page.groups for row in group.sessions} | {row.id for row in page.on_ppu}
        assert {self.numbers[each] for each in seen} == {s.number for s in model.live(now)}
        paused = [s for s in model.sessions if s.stands(now)[0] == "paused" and s.pair[0] == actor.user_name]
        assert {self.numbers[row.id] for row in page.paused} == {s.number for s in paused}

    def _assert_ledger(self, db: Database) -> None:
        """It adds up, never falls below zero, and no two minutes of a session overlap."""
        rows = _rows(db, select(PpuEntry).order_by(PpuEntry.number))
        balance = 0
        began: dict[UUID, datetime] = {}
        for number, row in enumerate(rows, 1):
            balance += row.minutes
            assert (row.number, row.balance) == (number, balance)
            assert balance >= 0
            if row.session_id:
                before = began.get(row.session_id)
                assert before is None or row.at >= before + timedelta(minutes=1), "a minute was charged twice"
                began[row.session_id] = row.at
        page = view_ppu(db, self.admin, None, rows[-1].at) if rows else None
        assert page is None or page.terms.minutes == balance == sum(line.minutes for line in page.ledger)

    def _assert_history(self, db: Database, model: Account) -> None:
        """Nobody owes anything: what is written down is the model's history, word for word."""
        entries = [
            Entry(r.kind, r.minutes, r.at, self.numbers.get(r.session_id))
            for r in _rows(db, select(PpuEntry).order_by(PpuEntry.number))
        ]
        assert entries == model.ledger
        holdings = [
            Holding(r.number, self._pair(r), r.held_since, r.released_at) for r in _rows(db, _HOLDINGS)
        ]
        assert _in_order(holdings) == _in_order(model.holdings)
        terminations = [
            Termination(
                self.numbers[r.session_id], self._user(r.requested_by), r.requested_at, r.takes_effect_at,
                r.closed_at, r.closed_by, r.taken_back_at, self._user(r.taken_back_by),
            ) for r in _rows(db, select(TerminationRow))
        ]  # fmt: skip
        assert _in_order(terminations) == _in_order(model.terminations)
        refusals = [
            Refusal(self._pair(r), r.reason, r.licenses, r.own_limit, r.ppu, r.wish, r.refused_at)
            for r in _rows(db, select(RefusalRow).order_by(RefusalRow.refusal_id))
        ]
        assert refusals == model.refusals
        rows = {r.number: self._pair(r) if r.user_id else None for r in _rows(db, _LICENSES, self.admin)}
        owned = dict.fromkeys(range(1, model.licenses + 1)) | {n: h.pair for n, h in model.held.items()}
        assert rows == owned
        waiting = {self.numbers[r.session_id] for r in _rows(db, select(SessionCode))}
        assert waiting == {s.number for s in model.sessions if s.state == "standby"}

    def _shown(self, row: SessionRow) -> tuple[int, str, datetime | None]:
        return self.numbers[row.id], row.state, row.ends_at

    def _mine(self, session: Session) -> bool:
        return session.pair[0] == self.admin.user_name

    def _pair(self, row: Row[Any]) -> tuple[str, str]:
        return self.users[row.user_id], self.devices[row.device_id]

    def _user(self, user_id: int | None) -> str | None:
        return None if user_id is None else self.users[user_id]

    @staticmethod
    def _named(pair: tuple[str, str]) -> tuple[str, str]:
        return pair[0], pair[1].upper()


_HOLDINGS = select(LicenseHolding)
_LICENSES = select(LicenseRow)


def _as_listed(session: Session, now: datetime) -> tuple[Any, ...]:
    state = session.stands(now)[0]
    waits = session.waits_until if state in ("standby", "paused") else None
    return (
        session.number, state, session.license, session.ppu_since is not None and state in HOLDING,
        session.deadline, waits, session.lease, state == "standby",
    )  # fmt: skip


def _as_shown(session: Session) -> tuple[int, str, datetime | None]:
    return session.number, session.state, session.deadline


def _pairs(table: Any) -> tuple[Any, Any]:
    return table.user_id, table.device_id


def _rows(db: Database, query: Select[Any], of: Actor | None = None) -> Sequence[Row[Any]]:
    if of is not None:
        query = query.where(LicenseRow.account_id == of.account_id)
    with db.read() as tx:
        return tx.execute(query).all()


def _in_order(facts: Sequence[Any]) -> list[tuple[str, ...]]:
    return sorted(tuple(str(value) for value in astuple(fact)) for fact in facts)
