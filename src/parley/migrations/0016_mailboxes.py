"""Keeps what owners of addresses say to mail, and when a hook that was down is taken up."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parley", "0015_fill_queue"),
    ]

    operations = [
        migrations.AddField(
            model_name="hook",
            name="taken_up_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=254)),
                ("known_since", models.DateTimeField()),
                ("asked", models.PositiveIntegerField(default=0)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="parley.site",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "mailboxes",
                "constraints": [
                    models.UniqueConstraint(fields=("site", "address"), name="mailbox_once")
                ],
            },
        ),
    ]
