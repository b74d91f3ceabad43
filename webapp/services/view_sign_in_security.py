"""How a user signs in: second step, failed attempts, browsers and devices. One's own, and, as a domain admin, a user's."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from webapp.db import Database
from webapp.domain.access import Actor
from webapp.domain.sign_in import must_use_two_step
from webapp.domain.sign_in_protection import code_key, free_failures, name_key
from webapp.models import Account, User
from webapp.services.list_sign_ins import SignIns, sign_ins
from webapp.services.steps.second_step import recovery_codes_left
from webapp.services.steps.sign_in_failures import failures_of
from webapp.services.steps.tokens import token_hash
from webapp.services.steps.users import UserRecord, user_named


@dataclass(frozen=True, slots=True)
class SignInSecurity:
    """`failures`: since the last sign-in; `seconds`: how long the next attempt is held up. `required`: by the account."""

    user: UserRecord
    two_step_since: datetime | None
    recovery_codes: int
    required: bool
    failures: int
    seconds: int
    sign_ins: SignIns
    browser_hours: int

    @property
    def is_conspicuous(self) -> bool:
        """Whether so many attempts failed that the next ones are held up."""
        return self.failures >= free_failures("user:")


def view_sign_in_security(
    db: Database, actor: Actor, user_name: str, now: datetime, token: str = ""
) -> SignInSecurity:
    """What there is to say of a user of the actor's account; `token`: of the browser that asks. Raises NotFound."""
    with db.read() as tx:
        return _view(tx, actor, user_named(tx, actor.account_id, user_name), now, token)


def _view(tx: Connection, actor: Actor, user: UserRecord, now: datetime, token: str) -> SignInSecurity:
    step = tx.execute(
        select(User.totp_confirmed_at, Account.two_step, Account.browser_hours)
        .join(Account, Account.account_id == User.account_id)
        .where(User.user_id == user.user_id)
    ).one()
    keys = sign_in_keys(actor.domain, user)
    failures, seconds = failures_of(tx, keys, now)
    return SignInSecurity(
        user=user,
        two_step_since=step.totp_confirmed_at,
        recovery_codes=recovery_codes_left(tx, user.user_id),
        required=must_use_two_step(step.two_step, is_domain_admin=user.is_domain_admin),
        failures=failures,
        seconds=seconds,
        sign_ins=sign_ins(tx, actor.account_id, user.user_id, now, this=token_hash(token)),
        browser_hours=step.browser_hours,
    )


def sign_in_keys(domain: str, user: UserRecord) -> tuple[str, ...]:
    """The counts of failures that are about this user."""
    return name_key(f"{domain}\\{user.name}"), name_key(user.email), code_key(user.user_id)
