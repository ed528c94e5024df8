"""What moving house needs: claims, publisher sign-on, and what sources know besides."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parley", "0005_site_model"),
    ]

    operations = [
        migrations.CreateModel(
            name="Claim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("sign_on", "the publisher's sign-on names the same person"),
                            ("address", "the same e-mail address, verified now"),
                            ("moderator", "a moderator compared the histories"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "waiting for a moderator"),
                            ("granted", "granted"),
                            ("refused", "refused"),
                            ("reversed", "taken back"),
                        ],
                        max_length=16,
                    ),
                ),
                ("claimed_name", models.CharField(blank=True, max_length=120)),
                ("evidence", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                ("full_rights_at", models.DateTimeField(blank=True, null=True)),
                ("before", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "ordering": ("asked_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="SignOnIdentity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject", models.CharField(max_length=255)),
                ("created_at", models.DateTimeField()),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SignOnKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kid", models.CharField(max_length=32, unique=True)),
                (
                    "algorithm",
                    models.CharField(
                        choices=[
                            ("EdDSA", "EdDSA (Ed25519): we keep only the public half"),
                            ("HS256", "HS256: a secret that both sides keep"),
                        ],
                        max_length=8,
                    ),
                ),
                ("public_key", models.TextField(blank=True)),
                ("secret_sealed", models.TextField(blank=True)),
                ("label", models.CharField(blank=True, max_length=80)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("last_used_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="UsedToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("jti_digest", models.CharField(max_length=64)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="author",
            name="author_once_a_site",
        ),
        migrations.AddField(
            model_name="article",
            name="source_data",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="author",
            name="email_sealed",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.AddField(
            model_name="author",
            name="publisher_user_id",
            field=models.CharField(blank=True, db_default="", max_length=255),
        ),
        migrations.AddField(
            model_name="author",
            name="source_data",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="comment",
            name="source_data",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="importrun",
            name="options",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="quarantinedrecord",
            name="email_sealed",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.AddField(
            model_name="quarantinedrecord",
            name="settled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="quarantinedrecord",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="quarantinedrecord",
            name="settlement",
            field=models.CharField(
                choices=[
                    ("open", "to be looked at"),
                    ("imported", "imported"),
                    ("dismissed", "left out"),
                ],
                db_default="open",
                default="open",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="uid",
            field=models.CharField(editable=False, max_length=16, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="vote",
            name="author",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="votes_brought",
                to="parley.author",
            ),
        ),
        migrations.AlterField(
            model_name="vote",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="votes",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="author",
            index=models.Index(
                models.F("site"),
                models.F("publisher_user_id"),
                condition=models.Q(("publisher_user_id", ""), _negated=True),
                name="author_of_publisher",
            ),
        ),
        migrations.AddConstraint(
            model_name="author",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source", ""), ("user__isnull", False)),
                fields=("site", "user"),
                name="author_once_a_site",
            ),
        ),
        migrations.AddConstraint(
            model_name="quarantinedrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(("settlement__in", ["open", "imported", "dismissed"])),
                name="settlement_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.UniqueConstraint(
                fields=("comment", "author"), name="vote_brought_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("user__isnull", False), ("author__isnull", False), _connector="XOR"
                ),
                name="vote_by_one",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="author",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="claims",
                to="parley.author",
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="claims", to="parley.site"
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="claims",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signonidentity",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sign_on_identities",
                to="parley.site",
            ),
        ),
        migrations.AddField(
            model_name="signonidentity",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sign_on_identities",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signonkey",
            name="created_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="signonkey",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sign_on_keys",
                to="parley.site",
            ),
        ),
        migrations.AddField(
            model_name="usedtoken",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parley.site"
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(fields=["site", "state", "asked_at"], name="claim_queue"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "granted")),
                fields=("author",),
                name="claim_granted_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("author__isnull", False), ("state", "asked")),
                fields=("author", "user"),
                name="claim_asked_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["asked", "granted", "refused", "reversed"])),
                name="claim_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis__in", ["sign_on", "address", "moderator"])),
                name="claim_basis_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="signonidentity",
            constraint=models.UniqueConstraint(
                fields=("site", "subject"), name="sign_on_subject_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="signonkey",
            constraint=models.CheckConstraint(
                condition=models.Q(("algorithm__in", ["EdDSA", "HS256"])),
                name="sign_on_algorithm_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="usedtoken",
            constraint=models.UniqueConstraint(
                fields=("site", "jti_digest"), name="sign_on_token_once"
            ),
        ),
    ]
