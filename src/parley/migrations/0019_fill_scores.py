"""Puts what the policy scored last into the entries of what waits already."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BATCH = 500


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    entries: Any = apps.get_model("parley", "Waiting").objects
    judged = apps.get_model("parley", "Decision").objects.filter(by_machine=True)
    last = 0
    while rows := list(entries.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        found = judged.filter(comment__in=[row.pk for row in rows]).order_by("created_at", "pk")
        scores = dict(found.values_list("comment", "scores"))
        for row in rows:
            row.scores = scores.get(row.pk, {})
        entries.bulk_update(rows, ["scores"])


class Migration(migrations.Migration):
    dependencies = [
        ("parley", "0018_waiting_scores"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
