"""Creates an account with its licenses and its owner."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from webapp.db import Database
from webapp.domain.errors import Invalid
from webapp.domain.limits import checked_licenses, checked_text
from webapp.domain.texts import phrase
from webapp.domain.user_names import checked_domain
from webapp.models import Account, License, LicenseCount
from webapp.services.create_user import checked_user, insert_user
from webapp.services.steps.audit import append, operator


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account needs at first. `name` is how people call it; empty names fall back to domain and user name."""

    domain: str
    name: str
    licenses: int
    owner_name: str
    owner_display_name: str
    owner_email: str
    password: str
    notice_seconds: int | None = None
    lease_seconds: int | None = None


def create_account(db: Database, new: NewAccount, now: datetime) -> int:
    """Create the account and its owner, all or nothing. Returns the account's id. Raises Invalid."""
    checked = checked_account(new)
    return db.write(lambda tx: insert_account(tx, checked, now))


@dataclass(frozen=True, slots=True)
class CheckedAccount:
    """Columns of a new account and its owner, checked."""

    account: dict[str, object]
    owner: dict[str, object]
    licenses: int


def checked_account(new: NewAccount) -> CheckedAccount:
    """Check what was typed. Raises Invalid with the field's name."""
    domain = checked_domain(new.domain)
    account: dict[str, object] = {
        "domain": domain,
        "name": checked_text("account_name", new.name or domain, phrase("a name for the account")),
        "license_count": checked_licenses(new.licenses),
    }
    for field, seconds in (("notice_seconds", new.notice_seconds), ("lease_seconds", new.lease_seconds)):
        if seconds is not None:
            account[field] = _checked_seconds(field, seconds)
    owner = checked_user(
        domain=domain,
        name=new.owner_name,
        display_name=new.owner_display_name,
        email=new.owner_email,
        password=new.password,
    )
    return CheckedAccount(account, {**owner, "is_owner": True, "is_domain_admin": True}, new.licenses)


def insert_account(tx: Connection, new: CheckedAccount, now: datetime) -> int:
    """Store a checked account. Raises Invalid when the domain or the e-mail address is taken."""
    if tx.execute(select(Account.account_id).where(Account.domain == new.account["domain"])).first():
        raise Invalid(
            "domain",
            phrase(
                "There is an account %(domain)s already. Choose another domain.", domain=new.account["domain"]
            ),
        )
    try:
        stored = tx.execute(
            insert(Account).values(created_at=now, **new.account).returning(Account.account_id)
        )
    except IntegrityError as error:
        raise Invalid("domain", phrase("Somebody has just taken this domain. Choose another.")) from error
    account_id = int(stored.scalar_one())
    insert_licenses(tx, account_id, 1, new.licenses)
    tx.execute(insert(LicenseCount).values(account_id=account_id, since=now, licenses=new.licenses))
    insert_user(tx, account_id, new.owner, now)
    told = {"licenses": new.licenses, "owner": new.owner["name"]}
    append(tx, operator(account_id), "create account", f"account {new.account['domain']}", None, told, now)
    return account_id


def insert_licenses(tx: Connection, account_id: int, first: int, last: int) -> None:
    """Store free licenses numbered `first` to `last`, those that are there already left out."""
    held = select(License.number).where(License.account_id == account_id, License.number >= first)
    there = set(tx.execute(held).scalars())
    rows = [{"account_id": account_id, "number": n} for n in range(first, last + 1) if n not in there]
    if rows:
        tx.execute(insert(License), rows)


def _checked_seconds(field: str, seconds: int) -> int:
    if not 1 <= seconds <= 86_400:
        raise Invalid(field, phrase("Give a number of seconds from 1 to 86,400."))
    return seconds
