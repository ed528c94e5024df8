"""Puts what waits already into the queue's own table, as `actions.queueing` would have."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q

BATCH = 500
HIGH, MEDIUM, LOW, FORMAL = 3, 2, 1, 0
RISK_OF_RULE = {
    "abuse": HIGH,
    "personal": HIGH,
    "privacy": HIGH,
    "spam": MEDIUM,
    "words": MEDIUM,
    "links": MEDIUM,
    "author": FORMAL,
    "article": FORMAL,
}
NEW_BELOW = 3


def fill(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    comments = apps.get_model("parley", "Comment").objects
    waiting: Any = apps.get_model("parley", "Waiting")
    found = (
        comments.filter(Q(state="held") | Q(open_reports__gt=0), waiting=None)
        .filter(state__in=("held", "published"))
        .select_related("author")
        .prefetch_related("decisions")
        .order_by("pk")
    )
    last = 0
    while rows := list(found.filter(pk__gt=last)[:BATCH]):
        last = rows[-1].pk
        waiting.objects.bulk_create(entry_of(waiting, row) for row in rows)


def entry_of(waiting: Any, row: Any) -> Any:
    judged = sorted((each for each in row.decisions.all() if each.by_machine), key=lambda d: d.pk)
    reasons = judged[-1].reasons if judged else []
    rules = list(dict.fromkeys(reason["rule"] for reason in reasons))
    scores = judged[-1].scores if judged else {}
    attribute = max(scores, key=scores.__getitem__, default="")
    risks = [RISK_OF_RULE.get(rule, LOW) for rule in rules]
    if row.open_reports:
        risks.append(MEDIUM)
    return waiting(
        comment_id=row.pk,
        site_id=row.site_id,
        article_id=row.article_id,
        author_id=row.author_id,
        since=row.created_at,
        risk=max(risks, default=FORMAL),
        held=row.state == "held",
        rules=f",{','.join(rules)}," if rules else "",
        score=scores.get(attribute, 0.0),
        attribute=attribute,
        reports=row.open_reports,
        weight=float(row.open_reports),
        new_author=row.author.published_count < NEW_BELOW,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("parley", "0014_guard_audit"),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
