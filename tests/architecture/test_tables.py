from webapp.models import Base

NOT_OF_ONE_ACCOUNT = {
    "failed_sign_ins",  # of a name that may be nobody's, or of an address
    "wrong_codes",  # a code that is none belongs to nobody
    "heartbeats", "outages",  # of the server, whoever it serves
    "setup_links",  # issued before there is any account
}  # fmt: skip


def test_every_table_says_whose_account_each_row_is_of() -> None:
    without = {table.name for table in Base.metadata.tables.values() if "account_id" not in table.columns}

    assert without == NOT_OF_ONE_ACCOUNT


def test_no_row_may_leave_its_account_open() -> None:
    tables = Base.metadata.tables.values()

    assert [t.name for t in tables if "account_id" in t.columns and t.columns["account_id"].nullable] == []


def test_a_reference_between_rows_of_accounts_carries_the_account() -> None:
    loose = [
        f"{table.name}: {', '.join(c.name for c in key.columns)}"
        for table in Base.metadata.tables.values()
        for key in table.foreign_key_constraints
        if "account_id" in key.referred_table.columns and "account_id" not in key.columns
    ]

    assert loose == []
