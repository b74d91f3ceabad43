"""Answers to whoever is not let in: a refusal, which is recorded, or the question whether to use pay-per-use minutes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.orm import aliased

from webapp.db.prepared import Prepared
from webapp.domain.admission import AskFirst, TurnedAway
from webapp.domain.refusals import explain
from webapp.domain.states import RefusalReason, SessionKind
from webapp.domain.texts import phrases
from webapp.models import Refusal, User
from webapp.services.steps.accounts import AccountState
from webapp.services.steps.licenses import Pair
from webapp.services.steps.tokens import new_id

Owner = aliased(User)
_LIMIT_AND_OWNER = Prepared(
    select(
        User.own_limit,
        select(Owner.display_name)
        .where(Owner.account_id == User.account_id, Owner.is_owner)
        .scalar_subquery()
        .label("owner"),
    ).where(User.user_id == bindparam("user"))
)
_RECORD = Prepared(
    insert(Refusal),
    inserts=(
        "refusal_id", "account_id", "user_id", "device_id", "kind", "remote", "wish", "reason", "licenses",
        "own_limit", "ppu", "refused_at",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refused:
    """Turned away by a limit. The refusal is recorded under `refusal_id`."""

    refusal_id: UUID
    reason: RefusalReason
    title: str
    detail: str
    licenses: int


@dataclass(frozen=True, slots=True)
class PpuQuestion:
    """No license is free; the session could run on pay per use, if somebody says yes to that. Nothing was decided yet."""

    minutes: int

    @property
    def detail(self) -> str:
        """The question as a person reads it."""
        return phrases(
            "No license is free. This session would use pay-per-use minutes; %(number)s minute left. Use them?",
            "No license is free. This session would use pay-per-use minutes; %(number)s minutes left. Use them?",
            self.minutes,
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for. `wish` tells retries of one wish from others."""

    kind: SessionKind
    remote: str
    wish: str | None


def not_let_in(
    tx: Connection,
    account: AccountState,
    pair: Pair,
    wanted: Wanted,
    decision: TurnedAway | AskFirst,
    now: datetime,
) -> Refused | PpuQuestion:
    """Ask, or record the refusal and word it."""
    if isinstance(decision, AskFirst):
        return PpuQuestion(decision.minutes)
    own_limit, owner = _LIMIT_AND_OWNER.one(tx, {"user": pair[0]})
    refusal_id = new_id()
    record = {
        "refusal_id": refusal_id,
        "account_id": account.account_id,
        "user_id": pair[0],
        "device_id": pair[1],
        "kind": wanted.kind,
        "remote": wanted.remote,
        "wish": wanted.wish,
        "reason": decision.reason,
        "licenses": account.licenses,
        "own_limit": own_limit,
        "ppu": decision.ppu,
        "refused_at": now,
    }
    _RECORD.run(tx, record)
    text = explain(decision.reason, account.licenses, own_limit, owner, decision.ppu)
    return Refused(refusal_id, decision.reason, text.title, text.detail, account.licenses)
