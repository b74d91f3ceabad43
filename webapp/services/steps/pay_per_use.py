"""Sessions on pay per use: charges what has begun, moves sessions onto licenses that are free, gives notice when it must.

Called while the account is held, with everything that is overdue written down. What is to be done is worked out by
`webapp.domain.ppu_settlement`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, func, select, update

from webapp.db.prepared import Prepared
from webapp.domain.ppu import A_MINUTE, OBSTACLES, EntryKind
from webapp.domain.ppu_settlement import Charge, FreeLicense, Move, OnPpu, Unpaid, settle, usable
from webapp.domain.states import EndReason, Funding, SessionHappening, SessionState
from webapp.domain.termination import takes_effect_at
from webapp.models import IS_ON_PPU, ClientSession, License, PpuEntry
from webapp.services.steps.accounts import AccountState
from webapp.services.steps.licenses import Pair, release_licenses, take_license
from webapp.services.steps.ppu_ledger import NewEntry, add_entries, read_budget
from webapp.services.steps.session_events import note_event
from webapp.services.steps.terminations import begin_ending, keep_open, record_terminations

_COLUMNS: tuple[Any, ...] = (
    ClientSession.session_id,
    ClientSession.user_id,
    ClientSession.device_id,
    ClientSession.state,
    ClientSession.ends_for,
    ClientSession.ppu_since,
    ClientSession.ppu_paid_until,
    ClientSession.over_at,
)
_RUNNING = Prepared(
    select(*_COLUMNS)
    .where(ClientSession.account_id == bindparam("account"), IS_ON_PPU)
    .order_by(ClientSession.ppu_since, ClientSession.session_id)
)
_FREE = (
    select(License.number)
    .where(License.account_id == bindparam("account"), License.user_id.is_(None))
    .order_by(License.number)
)
_HELD = select(func.count()).where(License.account_id == bindparam("account"), License.user_id.is_not(None))
_OF_PAIR = Prepared(
    select(ClientSession.session_id).where(
        ClientSession.account_id == bindparam("account"),
        IS_ON_PPU,
        ClientSession.user_id == bindparam("user"),
        ClientSession.device_id == bindparam("device"),
    )
)
_LAST_CHARGE = select(func.max(PpuEntry.at)).where(
    PpuEntry.account_id == bindparam("account"),
    PpuEntry.session_id == bindparam("session"),
    PpuEntry.kind == EntryKind.USE,
)


def running_on_ppu(tx: Connection, account_id: int) -> Sequence[Row[Any]]:
    """The sessions that are stored as running on pay per use, the longest first."""
    return _RUNNING.all(tx, {"account": account_id})


def settle_ppu(
    tx: Connection,
    account: AccountState,
    running: Sequence[Row[Any]],
    freed: Iterable[FreeLicense],
    now: datetime,
) -> list[tuple[UUID, datetime]]:
    """Do what time has brought to `running`.

    Returns the sessions that cannot be paid and have nobody to warn: each was over when its next minute would have begun.
    """
    sessions = [_on_ppu(row) for row in running]
    budget = read_budget(tx, account.account_id, min(s.paid_until for s in sessions), now)
    settlement = settle(sessions, _free(tx, account, freed, now), budget, now)
    _charge(tx, account, settlement.charges)
    for move in settlement.moves:
        _move(tx, account, move, now)
    for session_id in settlement.revived:
        keep_open(tx, account, session_id, None, now)
    unpaid = [
        (row, settlement.used_up[row.session_id]) for row in running if row.session_id in settlement.used_up
    ]
    return [(row.session_id, why.at) for row, why in unpaid if not _give_notice(tx, account, row, why, now)]


def begin_on_ppu(
    tx: Connection, account: AccountState, session_id: UUID, user_id: int, now: datetime
) -> None:
    """Charge the minute that a session begins with that was just stored as running on pay per use since `now`.

    One that was paused within a minute that it has paid goes on with that minute.
    """
    last: datetime | None = tx.execute(
        _LAST_CHARGE, {"account": account.account_id, "session": session_id}
    ).scalar_one()
    if last is not None and last + A_MINUTE > now:
        _paid_until(tx, account, {session_id: last + A_MINUTE})
    else:
        _charge(tx, account, [Charge(session_id, user_id, now)])
    note_event(tx, account.account_id, session_id, SessionHappening.ON_PPU, now, user_id)


def move_pair(tx: Connection, account: AccountState, pair: Pair, number: int, now: datetime) -> None:
    """All of a pair's sessions on pay per use go onto the license, which it has just taken."""
    rows = _OF_PAIR.all(tx, {"account": account.account_id, "user": pair[0], "device": pair[1]})
    if rows:
        _go_on_license(tx, account, Move(*pair, number, now, tuple(row.session_id for row in rows)), now)


def _go_on_license(tx: Connection, account: AccountState, move: Move, now: datetime) -> None:
    moved = tx.execute(
        update(ClientSession)
        .where(
            ClientSession.account_id == account.account_id,
            ClientSession.session_id.in_(move.session_ids),
        )
        .values(
            funding=Funding.LICENSE, license_number=move.number, ppu_since=None, revision=account.revision
        )
        .returning(ClientSession.session_id, ClientSession.ends_for)
    ).all()
    what, number = SessionHappening.ON_LICENSE, str(move.number)
    for row in moved:
        if row.ends_for is EndReason.PPU_USED_UP:
            keep_open(tx, account, row.session_id, None, now)
        note_event(tx, account.account_id, row.session_id, what, move.at, None, number)


def _on_ppu(row: Row[Any]) -> OnPpu:
    return OnPpu(
        session_id=row.session_id,
        user_id=row.user_id,
        device_id=row.device_id,
        since=row.ppu_since,
        paid_until=row.ppu_paid_until,
        over_at=row.over_at,
        used_up=row.ends_for is EndReason.PPU_USED_UP,
        has_nobody=row.state is SessionState.STANDBY,
    )


def _free(
    tx: Connection, account: AccountState, freed: Iterable[FreeLicense], now: datetime
) -> list[FreeLicense]:
    free = tx.execute(_FREE, {"account": account.account_id}).scalars().all()
    if not free:
        return []
    held = tx.execute(_HELD, {"account": account.account_id}).scalar_one()
    return usable(free, freed, held, account.licenses, now)


def _charge(tx: Connection, account: AccountState, charges: Sequence[Charge]) -> None:
    if not charges:
        return
    add_entries(
        tx,
        account.account_id,
        [NewEntry(EntryKind.USE, -1, charge.at, charge.session_id, charge.user_id) for charge in charges],
    )
    _paid_until(tx, account, {charge.session_id: charge.at + A_MINUTE for charge in charges})


def _paid_until(tx: Connection, account: AccountState, until: Mapping[UUID, datetime]) -> None:
    tx.execute(
        update(ClientSession)
        .where(
            ClientSession.account_id == account.account_id, ClientSession.session_id == bindparam("session")
        )
        .values(ppu_paid_until=bindparam("until"), revision=account.revision),
        [{"session": session_id, "until": moment} for session_id, moment in until.items()],
    )


def _move(tx: Connection, account: AccountState, move: Move, now: datetime) -> None:
    """Onto the license; and off again, where the sessions are over by now."""
    pair = (move.user_id, move.device_id)
    take_license(tx, account.account_id, move.number, pair, move.at)
    _go_on_license(tx, account, move, now)
    if move.until is not None:
        release_licenses(tx, account, [(move.number, pair, move.until)])


def _give_notice(tx: Connection, account: AccountState, row: Row[Any], why: Unpaid, now: datetime) -> bool:
    """Warn whoever is connected; False when there is nobody to warn. One that is being ended anyway is left to that."""
    if row.state is SessionState.ENDING or row.over_at <= now:
        return True
    asked_at = why.at if row.state is SessionState.STANDBY else now
    ends_at = takes_effect_at(row.state, asked_at, account.notice_seconds)
    record_terminations(tx, account, [row.session_id], None, OBSTACLES[why.obstacle], ends_at, asked_at)
    if row.state is SessionState.STANDBY:
        return False
    begin_ending(tx, account, [row.session_id], ends_at, EndReason.PPU_USED_UP)
    return True
