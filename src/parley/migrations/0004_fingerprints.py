"""Texts that go round are recognised by fingerprints of the last days' comments."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parley", "0003_api_keys_and_suggestions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Fingerprint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("band", models.PositiveIntegerField()),
                ("bits", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="parley.author",
                    ),
                ),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fingerprints",
                        to="parley.comment",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="parley.site",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("site"),
                        models.F("band"),
                        models.F("created_at"),
                        name="fingerprint_of_band",
                    )
                ],
            },
        ),
    ]
