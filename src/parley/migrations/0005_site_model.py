"""What is learnt from the moderators of a site, and whether it is in use."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parley", "0004_fingerprints"),
    ]

    operations = [
        migrations.CreateModel(
            name="SiteModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("layer", models.JSONField()),
                ("thresholds", models.JSONField()),
                ("report", models.JSONField()),
                ("model_version", models.CharField(max_length=80)),
                ("in_use", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="models",
                        to="parley.site",
                    ),
                ),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("in_use", True)),
                        fields=("site",),
                        name="site_model_in_use_once",
                    )
                ],
            },
        ),
    ]
