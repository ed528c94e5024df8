"""Who agreed to a sign-on, what the publisher last called them, and whose word on addresses counts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parley", "0009_reports_brought"),
    ]

    operations = [
        migrations.AddField(
            model_name="signonidentity",
            name="linked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="signonidentity",
            name="name",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="signonkey",
            name="vouches_for_email",
            field=models.BooleanField(db_default=True, default=True),
        ),
    ]
