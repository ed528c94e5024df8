"""Puts what the policy scored last into the entries of what waits already."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BATCH = 500


def fill(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    last = None
    while True:
        # The desk passes over entries that are locked: it lacks a batch of them for a moment.
        with transaction.atomic(using=editor.connection.alias):
            last = _fill_batch(apps, last)
        if last is None:
            return


def _fill_batch(apps: Apps, last: int | None) -> int | None:
    """Those after the last one, by falling key, as everybody locks them; which was the last."""
    entries: Any = apps.get_model("parley", "Waiting").objects
    left = entries.order_by("-pk") if last is None else entries.filter(pk__lt=last).order_by("-pk")
    rows = list(left.select_for_update()[:BATCH])
    judged = apps.get_model("parley", "Decision").objects.filter(by_machine=True)
    found = judged.filter(comment__in=[row.pk for row in rows]).order_by("created_at", "pk")
    scores = dict(found.values_list("comment", "scores"))
    for row in rows:
        row.scores = scores.get(row.pk, {})
    entries.bulk_update(rows, ["scores"])
    return rows[-1].pk if rows else None


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("parley", "0018_waiting_scores"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
