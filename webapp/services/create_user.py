"""Creates a user of an account."""

from datetime import datetime

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from webapp.db import Database
from webapp.domain.errors import Invalid, NotFound
from webapp.domain.limits import checked_own_limit, checked_text
from webapp.domain.passwords import checked_password
from webapp.domain.texts import phrase
from webapp.domain.user_names import checked_email, checked_name
from webapp.models import Account, User
from webapp.services.steps.audit import append, operator
from webapp.services.steps.passwords import NO_PASSWORD, hash_password

NO_ACCOUNT = "There is no account {domain}. Create it with: seatkeeper account create {domain} …"


def create_user(
    db: Database,
    *,
    domain: str,
    name: str,
    display_name: str | None,
    email: str,
    password: str,
    own_limit: int | None,
    is_domain_admin: bool,
    now: datetime,
) -> None:
    """Create a user in the account of this domain. Raises NotFound for the domain, Invalid for a field."""
    new = checked_user(
        domain=domain, name=name, display_name=display_name, email=email, password=password, own_limit=own_limit
    )  # fmt: skip
    new["is_domain_admin"] = is_domain_admin

    def create(tx: Connection) -> None:
        account_id = tx.execute(
            select(Account.account_id).where(Account.domain == domain.lower())
        ).scalar_one_or_none()
        if account_id is None:
            raise NotFound(NO_ACCOUNT.format(domain=domain))
        insert_user(tx, account_id, new, now)
        told = {name: new[name] for name in ("email", "is_domain_admin", "own_limit")}
        append(tx, operator(account_id), "create user", f"user {new['name']}", None, told, now)

    db.write(create)


def checked_user(
    *,
    domain: str,
    name: str,
    display_name: str | None,
    email: str,
    password: str | None,
    own_limit: int | None = None,
) -> dict[str, object]:
    """The columns of a new user, checked, with the password hashed; None: nobody signs in with one yet. Raises Invalid."""
    checked = checked_name(name)
    return {
        "name": checked,
        "display_name": checked_text("display_name", display_name or checked, phrase("the user's full name")),
        "email": checked_email(email),
        "own_limit": checked_own_limit(own_limit),
        "password_hash": NO_PASSWORD if password is None else _hashed(password, domain, checked, email),
    }


def insert_user(tx: Connection, account_id: int, user: dict[str, object], now: datetime) -> int:
    """Store a checked user. Raises Invalid when the name or the e-mail address is taken."""
    if tx.execute(
        select(User.user_id).where(User.account_id == account_id, User.name == user["name"])
    ).first():
        raise Invalid(
            "name",
            phrase(
                "There is a user %(name)s in this account already. Choose another name.", name=user["name"]
            ),
        )
    if tx.execute(select(User.user_id).where(User.email == user["email"])).first():
        raise Invalid("email", phrase("This e-mail address belongs to another user. Give another one."))
    try:
        stored = tx.execute(
            insert(User).values(account_id=account_id, created_at=now, **user).returning(User.user_id)
        )
    except IntegrityError as error:
        raise Invalid(
            "name", phrase("Somebody has just taken this name or e-mail address. Choose another.")
        ) from error
    return int(stored.scalar_one())


def _hashed(password: str, domain: str, name: str, email: str) -> str:
    return hash_password(checked_password(password, domain=domain, user_name=name, email=email.strip()))
