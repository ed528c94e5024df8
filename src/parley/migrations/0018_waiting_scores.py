"""Every score of a waiting comment stands in its entry of the queue."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parley", "0017_comment_to_decide"),
    ]

    operations = [
        migrations.AddField(
            model_name="waiting",
            name="scores",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
    ]
