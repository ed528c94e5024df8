"""The database itself refuses to alter the audit, whoever asks."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

REFUSED = "The audit is never altered."

SQLITE = (
    f"""
    CREATE TRIGGER parley_audit_update BEFORE UPDATE ON parley_auditentry
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END
    """,
    f"""
    CREATE TRIGGER parley_audit_delete BEFORE DELETE ON parley_auditentry
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END
    """,
)
SQLITE_BACK = (
    "DROP TRIGGER IF EXISTS parley_audit_update",
    "DROP TRIGGER IF EXISTS parley_audit_delete",
)
POSTGRES = (
    f"""
    CREATE FUNCTION parley_audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSED}'; END $$
    """,
    """
    CREATE TRIGGER parley_audit_guard BEFORE UPDATE OR DELETE ON parley_auditentry
    FOR EACH ROW EXECUTE FUNCTION parley_audit_guard()
    """,
)
POSTGRES_BACK = (
    "DROP TRIGGER IF EXISTS parley_audit_guard ON parley_auditentry",
    "DROP FUNCTION IF EXISTS parley_audit_guard()",
)


def guard(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRES:
        editor.execute(statement)


def unguard(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE_BACK if editor.connection.vendor == "sqlite" else POSTGRES_BACK:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("parley", "0013_moderation_desk"),
    ]

    operations = [migrations.RunPython(guard, unguard)]
