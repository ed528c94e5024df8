"""An index of what waits for a moderator; on PostgreSQL it is made while others write."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState
from django.db.models import F, Q


class AddIndexWhileServing(migrations.AddIndex):
    """Without a lock on the table that would have every post wait for it."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if schema_editor.connection.vendor != "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        model = to_state.apps.get_model(app_label, self.model_name)
        # Of PostgreSQL's editor alone. What was broken off has left an index of no use behind,
        # with which it could not be run again.
        schema_editor.remove_index(model, self.index, concurrently=True)  # type: ignore[call-arg]
        schema_editor.add_index(model, self.index, concurrently=True)  # type: ignore[call-arg]


class Migration(migrations.Migration):
    # As CREATE INDEX CONCURRENTLY asks for.
    atomic = False

    dependencies = [
        ("parley", "0016_mailboxes"),
    ]

    operations = [
        AddIndexWhileServing(
            model_name="comment",
            index=models.Index(
                F("id"),
                condition=Q(
                    ("state", "held"),
                    Q(("open_reports__gt", 0), ("state", "published")),
                    _connector="OR",
                ),
                name="comment_to_decide",
            ),
        ),
    ]
