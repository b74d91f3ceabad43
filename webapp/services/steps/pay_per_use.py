"""Sessions on pay per use: charges what has begun, moves sessions onto licenses that are free, gives notice when it must.

Called while the account is held, with everything that is overdue written down. What is to be done is worked out by
`webapp.domain.ppu_settlement`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, bindparam, func, select, update

from webapp.domain.ppu import A_MINUTE, OBSTACLES, EntryKind
from webapp.domain.ppu_settlement import Charge, FreeLicense, Move, OnPpu, settle
from webapp.domain.states import EndReason, Funding, SessionHappening, SessionState
from webapp.domain.termination import takes_effect_at
from webapp.models import IS_ON_PPU, ClientSession, License
from webapp.services.steps.accounts import AccountState
from webapp.services.steps.licenses import take_license
from webapp.services.steps.ppu_ledger import NewEntry, add_entries, read_budget
from webapp.services.steps.session_events import note_event
from webapp.services.steps.terminations import begin_ending, keep_open, record_termination

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
_RUNNING = (
    select(*_COLUMNS)
    .where(ClientSession.account_id == bindparam("account"), IS_ON_PPU)
    .order_by(ClientSession.ppu_since, ClientSession.session_id)
)
_FREE = (
    select(License.number)
    .where(License.account_id == bindparam("account"), License.user_id.is_(None))
    .order_by(License.number)
)
_EXCESS = select(func.count()).where(
    License.account_id == bindparam("account"), License.number > bindparam("licenses")
)


def running_on_ppu(tx: Connection, account_id: int) -> Sequence[Row[Any]]:
    """The sessions that are stored as running on pay per use, the longest first."""
    return tx.execute(_RUNNING, {"account": account_id}).all()


def settle_ppu(
    tx: Connection,
    account: AccountState,
    running: Sequence[Row[Any]],
    freed: Iterable[FreeLicense],
    now: datetime,
) -> list[UUID]:
    """Do what time has brought to `running`. Returns the sessions that cannot be paid and have nobody to warn."""
    sessions = [_on_ppu(row) for row in running]
    budget = read_budget(tx, account.account_id, min(s.paid_until for s in sessions), now)
    settlement = settle(sessions, _free(tx, account, freed, now), budget, now)
    _charge(tx, account, settlement.charges)
    for move in settlement.moves:
        _move(tx, account, move, now)
    for session_id in settlement.revived:
        keep_open(tx, account, session_id, None, now)
    return [
        row.session_id
        for row in running
        if row.session_id in settlement.used_up
        and not _give_notice(tx, account, row, OBSTACLES[settlement.used_up[row.session_id]], now)
    ]


def begin_on_ppu(
    tx: Connection, account: AccountState, session_id: UUID, user_id: int, now: datetime
) -> None:
    """Charge the first minute of a session that was just stored as running on pay per use since `now`."""
    _charge(tx, account, [Charge(session_id, user_id, now)])
    note_event(tx, account.account_id, session_id, SessionHappening.ON_PPU, now, user_id)


def move_pair(tx: Connection, account: AccountState, move: Move) -> None:
    """All of a pair's sessions on pay per use go onto the license, which it holds already."""
    moved = tx.execute(
        update(ClientSession)
        .where(
            ClientSession.account_id == account.account_id,
            IS_ON_PPU,
            ClientSession.user_id == move.user_id,
            ClientSession.device_id == move.device_id,
        )
        .values(
            funding=Funding.LICENSE, license_number=move.number, ppu_since=None, revision=account.revision
        )
        .returning(ClientSession.session_id, ClientSession.ends_for)
    ).all()
    for row in moved:
        if row.ends_for is EndReason.PPU_USED_UP:
            keep_open(tx, account, row.session_id, None, move.at)
        note_event(
            tx,
            account.account_id,
            row.session_id,
            SessionHappening.ON_LICENSE,
            move.at,
            None,
            str(move.number),
        )


def _on_ppu(row: Row[Any]) -> OnPpu:
    return OnPpu(
        session_id=row.session_id,
        user_id=row.user_id,
        device_id=row.device_id,
        since=row.ppu_since,
        paid_until=row.ppu_paid_until,
        over_at=row.over_at,
        used_up=row.ends_for is EndReason.PPU_USED_UP,
    )


def _free(
    tx: Connection, account: AccountState, freed: Iterable[FreeLicense], now: datetime
) -> list[FreeLicense]:
    """The licenses that may be given away: while more are held than the account has, as many fewer."""
    since = {license_.number: license_.at for license_ in freed}
    numbers = tx.execute(_FREE, {"account": account.account_id}).scalars()
    free = [FreeLicense(number, since.get(number, now)) for number in numbers]
    if not free:
        return free
    excess = tx.execute(_EXCESS, {"account": account.account_id, "licenses": account.licenses}).scalar_one()
    return sorted(free, key=lambda each: (each.at, each.number))[: max(0, len(free) - excess)]


def _charge(tx: Connection, account: AccountState, charges: Sequence[Charge]) -> None:
    if not charges:
        return
    add_entries(
        tx,
        account.account_id,
        [NewEntry(EntryKind.USE, -1, charge.at, charge.session_id, charge.user_id) for charge in charges],
    )
    last = {charge.session_id: charge.at + A_MINUTE for charge in charges}
    tx.execute(
        update(ClientSession)
        .where(
            ClientSession.account_id == account.account_id, ClientSession.session_id == bindparam("session")
        )
        .values(ppu_paid_until=bindparam("until"), revision=account.revision),
        [{"session": session_id, "until": until} for session_id, until in last.items()],
    )


def _move(tx: Connection, account: AccountState, move: Move, now: datetime) -> None:
    pair = (move.user_id, move.device_id)
    if not take_license(tx, account.account_id, move.number, pair, move.at):
        raise RuntimeError("a free license was taken while its account was held")
    move_pair(tx, account, move)


def _give_notice(tx: Connection, account: AccountState, row: Row[Any], reason: str, now: datetime) -> bool:
    """Warn whoever is connected; False when there is nobody to warn. One that is being ended anyway is left to that."""
    if row.state is SessionState.ENDING or row.over_at <= now:
        return True
    ends_at = takes_effect_at(row.state, now, account.notice_seconds)
    record_termination(tx, account, row.session_id, None, reason, ends_at, now)
    if ends_at <= now:
        return False
    begin_ending(tx, account, row.session_id, ends_at, EndReason.PPU_USED_UP)
    return True
