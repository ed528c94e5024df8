"""Keeps what the difference between two states of common ground would tell of one reader."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("parley", "0012_common_ground"),)

    operations = (
        migrations.AddField(
            model_name="commentstanding", name="gone", field=models.JSONField(default=list)
        ),
        migrations.AddField(
            model_name="threadground",
            name="mapped_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    )
