"""Triggers that repeat the rules of money and log inside the database, for both databases."""

from pathlib import Path

APPEND_ONLY = (
    "audit_event",
    "audit_place",
    "audit_root",
    "ballot",
    "eligibility_check",
    "ledger_account",
    "ledger_entry",
    "ledger_journal",
    "ledger_posting",
    "payment_release",
    "payment_signature",
    "rule_book",
)
KEPT = ("ledger_balance",)


def statements(dialect: str) -> list[str]:
    """Return every statement that puts the guards into a database."""
    text = (Path(__file__).parent / f"{dialect}.sql").read_text()
    parts = [part.strip() for part in text.split("\n--;\n")]
    return [part for part in parts if part] + [line for table in APPEND_ONLY for line in append_only(table, dialect)] + [
        line for table in KEPT for line in _no_delete(table, dialect)
    ]


def append_only(table: str, dialect: str) -> list[str]:
    """Return the statements that let rows of a table be read and added, never changed or removed."""
    if dialect == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, 'append_only {table}'); END"
        return [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        ]
    return [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION append_only()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION append_only()",
    ]


def _no_delete(table: str, dialect: str) -> list[str]:
    if dialect == "sqlite":
        return [f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'append_only {table}'); END"]
    return [
        f"CREATE TRIGGER {table}_append_only BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION append_only()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION append_only()",
    ]


def waits(dialect: str) -> list[str]:
    """Return the statements that let the database note that a new line of the log waits for its place."""
    note = "INSERT INTO audit_pending (event_id) VALUES (NEW.id);"
    if dialect == "sqlite":
        return [f"CREATE TRIGGER audit_event_waits AFTER INSERT ON audit_event BEGIN {note} END"]
    return [
        f"CREATE FUNCTION audit_event_waits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {note} RETURN NULL; END $$",
        "CREATE TRIGGER audit_event_waits AFTER INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_event_waits()",
    ]
