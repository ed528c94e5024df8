"""The queue, the audit, appeals, bans, legal cases, hooks, and what each action keeps."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import parley.policy.decision
import parley.policy.risk


class Migration(migrations.Migration):
    dependencies = [
        ("parley", "0012_common_ground"),
    ]

    operations = [
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("opened_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("kept", "the decision stands"),
                            ("reversed", "the decision was changed"),
                            ("withdrawn", "withdrawn, or no longer needed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ArticleVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("site_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("actor_id", models.BigIntegerField(null=True)),
                ("role", models.CharField(blank=True, max_length=16)),
                ("via", models.CharField(max_length=16)),
                ("verb", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.BigIntegerField(null=True)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("why", models.TextField(blank=True)),
                ("batch", models.CharField(blank=True, max_length=32)),
            ],
            options={
                "verbose_name_plural": "audit entries",
            },
        ),
        migrations.CreateModel(
            name="AuthorNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("-made_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Ban",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("account", "account"),
                            ("domain", "e-mail domain"),
                            ("address", "network address"),
                        ],
                        max_length=16,
                    ),
                ),
                ("value", models.CharField(max_length=253)),
                ("reason", models.CharField(max_length=500)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Byline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("key", models.CharField(max_length=360)),
            ],
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("batch", models.CharField(blank=True, max_length=32)),
                ("message", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=40)),
                ("payload", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("delivered", "delivered"),
                            ("dead", "given up"),
                        ],
                        default="waiting",
                        max_length=16,
                    ),
                ),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("next_at", models.DateTimeField(blank=True, null=True)),
                ("status", models.PositiveIntegerField(blank=True, null=True)),
                ("error", models.CharField(blank=True, max_length=500)),
                ("created_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "deliveries",
            },
        ),
        migrations.CreateModel(
            name="Hook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("standard", "webhook (Standard Webhooks)"),
                            ("chat", "message to a chat, as Slack takes it"),
                            ("mail", "e-mail"),
                        ],
                        max_length=16,
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("target", models.CharField(max_length=2000)),
                ("kinds", models.JSONField(blank=True, default=list)),
                ("secret_sealed", models.TextField(blank=True)),
                ("former_secret_sealed", models.TextField(blank=True)),
                ("former_until", models.DateTimeField(blank=True, null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("failing_since", models.DateTimeField(blank=True, null=True)),
                ("resting_until", models.DateTimeField(blank=True, null=True)),
                ("every_minutes", models.PositiveIntegerField(default=15)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("disabled_at", models.DateTimeField(blank=True, null=True)),
                ("disabled_why", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="LegalCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("notice", "notice of illegal content"),
                            ("grievance", "grievance"),
                            ("request", "request of a court or authority"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reference", models.CharField(max_length=32, unique=True)),
                ("from_name", models.CharField(blank=True, max_length=200)),
                ("from_email", models.EmailField(blank=True, max_length=254)),
                ("ground", models.CharField(blank=True, max_length=200)),
                ("text", models.TextField()),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("received_at", models.DateTimeField()),
                ("acknowledge_by", models.DateTimeField(blank=True, null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("removed", "the comment was removed"),
                            ("kept", "the comment stays"),
                            ("answered", "answered, without touching a comment"),
                            ("disclosed", "data were given"),
                            ("refused", "refused"),
                            ("unfounded", "manifestly unfounded"),
                        ],
                        max_length=16,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("by_automation", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="OutsidePhase",
            fields=[
                (
                    "site",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="outside_phase",
                        serialize=False,
                        to="parley.site",
                    ),
                ),
                ("url", models.CharField(max_length=2000)),
                ("secret_sealed", models.TextField()),
                ("timeout_ms", models.PositiveIntegerField(default=1000)),
                ("active", models.BooleanField(default=True)),
                ("signed_answers", models.BooleanField(default=False)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("last_failure", models.CharField(blank=True, max_length=500)),
                ("last_failed_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Redaction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.TextField()),
                ("after", models.TextField()),
                ("spans", models.JSONField(default=list)),
                ("why", models.CharField(max_length=500)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("made_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            (
                                parley.policy.decision.Outcome["PUBLISH"],
                                parley.policy.decision.Outcome["PUBLISH"],
                            ),
                            (
                                parley.policy.decision.Outcome["REVISE"],
                                parley.policy.decision.Outcome["REVISE"],
                            ),
                            (
                                parley.policy.decision.Outcome["HOLD"],
                                parley.policy.decision.Outcome["HOLD"],
                            ),
                            (
                                parley.policy.decision.Outcome["REJECT"],
                                parley.policy.decision.Outcome["REJECT"],
                            ),
                        ],
                        max_length=16,
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=16)),
                ("given_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Sample",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("drawn_at", models.DateTimeField()),
                ("given", models.PositiveSmallIntegerField(default=0)),
                ("wanted", models.PositiveSmallIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(max_length=1000)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("name", "pk"),
            },
        ),
        migrations.CreateModel(
            name="SeenAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("last_seen", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SiteWords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("banned", "Banned words"), ("suspect", "Suspect words")],
                        max_length=16,
                    ),
                ),
                ("entries", models.TextField(blank=True)),
                ("digest", models.CharField(max_length=64)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "site words",
            },
        ),
        migrations.CreateModel(
            name="TrustedFlagger",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(max_length=254)),
                ("expertise", models.CharField(blank=True, max_length=200)),
                ("added_at", models.DateTimeField()),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Waiting",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="waiting",
                        serialize=False,
                        to="parley.comment",
                    ),
                ),
                ("since", models.DateTimeField()),
                (
                    "risk",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (parley.policy.risk.Risk["FORMAL"], "held as a matter of form"),
                            (parley.policy.risk.Risk["LOW"], "low"),
                            (parley.policy.risk.Risk["MEDIUM"], "medium"),
                            (parley.policy.risk.Risk["HIGH"], "high"),
                            (parley.policy.risk.Risk["URGENT"], "urgent"),
                        ]
                    ),
                ),
                ("held", models.BooleanField()),
                ("rules", models.CharField(blank=True, max_length=255)),
                ("score", models.FloatField(default=0.0)),
                ("attribute", models.CharField(blank=True, max_length=32)),
                ("reports", models.PositiveIntegerField(default=0)),
                ("weight", models.FloatField(default=0.0)),
                ("new_author", models.BooleanField(default=False)),
                ("language", models.CharField(blank=True, max_length=15)),
                ("escalated", models.BooleanField(default=False)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="WeeklyMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week", models.DateField()),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="comment",
            name="comment_state_known",
        ),
        migrations.RemoveIndex(
            model_name="comment",
            name="comment_queue",
        ),
        migrations.AddField(
            model_name="apitoken",
            name="scopes",
            field=models.JSONField(blank=True, db_default=[], default=list),
        ),
        migrations.AddField(
            model_name="article",
            name="slow_seconds",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="author",
            name="premoderated",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="comment",
            name="pinned",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="decision",
            name="batch",
            field=models.CharField(blank=True, db_default="", max_length=32),
        ),
        migrations.AddField(
            model_name="decision",
            name="legal_ground",
            field=models.CharField(blank=True, db_default="", max_length=120),
        ),
        migrations.AddField(
            model_name="decision",
            name="rule",
            field=models.CharField(blank=True, db_default="", max_length=16),
        ),
        migrations.AddField(
            model_name="decision",
            name="undone_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="waited",
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="batch",
            field=models.CharField(blank=True, db_default="", max_length=32),
        ),
        migrations.AddField(
            model_name="report",
            name="answered_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="report",
            name="outcome",
            field=models.CharField(
                blank=True,
                choices=[("upheld", "upheld"), ("dismissed", "dismissed")],
                db_default="",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="weight",
            field=models.FloatField(db_default=1.0, default=1.0),
        ),
        migrations.AddField(
            model_name="site",
            name="desk",
            field=models.JSONField(blank=True, db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="site",
            name="wave_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="change",
            name="kind",
            field=models.CharField(
                choices=[
                    ("comment", "Comment"),
                    ("update", "Update"),
                    ("remove", "Remove"),
                    ("counts", "Counts"),
                    ("article", "Article"),
                    ("queue", "Queue"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="comment",
            name="state",
            field=models.CharField(
                choices=[
                    ("published", "published"),
                    ("held", "waiting for a moderator"),
                    ("rejected", "rejected"),
                    ("deleted", "deleted by its author"),
                    ("returned", "sent back to its author"),
                ],
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("approved", "Your comment was published"),
                    ("rejected", "Your comment was not published"),
                    ("removed", "Your comment was removed"),
                    ("suspended", "Your account may not post for a while"),
                    ("restored", "Your account may post again"),
                    ("returned", "Please change your comment"),
                    ("redacted", "Something personal in your comment was hidden"),
                    ("moved", "Your comment was moved"),
                    ("picked", "The newsroom has picked your comment"),
                    ("warned", "A word from the moderators"),
                    ("banned", "Your account may no longer take part"),
                    ("appeal_received", "We have received your appeal"),
                    ("appeal_kept", "Your appeal was heard, and the decision stands"),
                    ("appeal_granted", "Your appeal was heard, and the decision was changed"),
                    ("report_answered", "What came of your report"),
                    ("legal_answered", "What came of your notice"),
                    ("hook_disabled", "A webhook was turned off"),
                    ("claim_granted", "Older comments are yours again"),
                    ("claim_refused", "We could not give you the older comments"),
                    ("claim_reversed", "Older comments are no longer yours"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("site"),
                models.F("byline"),
                condition=models.Q(("byline", ""), _negated=True),
                name="article_of_byline",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                models.F("site"),
                models.OrderBy(models.F("created_at"), descending=True),
                condition=models.Q(("picked", True)),
                name="comment_picked",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(fields=["site", "created_at"], name="decision_of_site"),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                condition=models.Q(("batch", ""), _negated=True),
                fields=["batch"],
                name="decision_of_batch",
            ),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["site", "created_at"], name="report_of_site"),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["published", "held", "rejected", "deleted", "returned"])
                ),
                name="comment_state_known",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="appeals",
                to="parley.comment",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
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
            model_name="appeal",
            name="decision",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="appeal",
                to="parley.decision",
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parley.site"
            ),
        ),
        migrations.AddField(
            model_name="appeal",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="appeals",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="articlevisit",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="visits",
                to="parley.article",
            ),
        ),
        migrations.AddField(
            model_name="articlevisit",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                models.F("site_id"),
                models.OrderBy(models.F("at"), descending=True),
                name="audit_of_site",
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                models.F("kind"),
                models.F("object_id"),
                models.OrderBy(models.F("at"), descending=True),
                name="audit_of_object",
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                models.F("actor_id"),
                models.OrderBy(models.F("at"), descending=True),
                name="audit_of_actor",
            ),
        ),
        migrations.AddIndex(
            model_name="auditentry",
            index=models.Index(
                models.F("batch"),
                condition=models.Q(("batch", ""), _negated=True),
                name="audit_of_batch",
            ),
        ),
        migrations.AddField(
            model_name="authornote",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="notes",
                to="parley.author",
            ),
        ),
        migrations.AddField(
            model_name="authornote",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="authornote",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parley.site"
            ),
        ),
        migrations.AddField(
            model_name="ban",
            name="author",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="bans",
                to="parley.author",
            ),
        ),
        migrations.AddField(
            model_name="ban",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ban",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="ban",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parley.site"
            ),
        ),
        migrations.AddField(
            model_name="byline",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="bylines",
                to="parley.site",
            ),
        ),
        migrations.AddField(
            model_name="byline",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="bylines",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="comment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="parley.comment",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parley.site"
            ),
        ),
        migrations.AddField(
            model_name="hook",
            name="created_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="hook",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="hooks", to="parley.site"
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="hook",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deliveries",
                to="parley.hook",
            ),
        ),
        migrations.AddField(
            model_name="legalcase",
            name="assigned_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="legalcase",
            name="comment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="legal_cases",
                to="parley.comment",
            ),
        ),
        migrations.AddField(
            model_name="legalcase",
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
            model_name="legalcase",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parley.site"
            ),
        ),
        migrations.AddField(
            model_name="legalcase",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="mention",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mentions",
                to="parley.comment",
            ),
        ),
        migrations.AddField(
            model_name="mention",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parley.site"
            ),
        ),
        migrations.AddField(
            model_name="mention",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="mentions",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="redaction",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="redactions",
                to="parley.comment",
            ),
        ),
        migrations.AddField(
            model_name="redaction",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="reviewer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parley.site"
            ),
        ),
        migrations.AddField(
            model_name="sample",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parley.comment"
            ),
        ),
        migrations.AddField(
            model_name="sample",
            name="decision",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="sample",
                to="parley.decision",
            ),
        ),
        migrations.AddField(
            model_name="sample",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parley.site"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="sample",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reviews",
                to="parley.sample",
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parley.site"
            ),
        ),
        migrations.AddField(
            model_name="savedview",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="seenaddress",
            name="author",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="addresses",
                to="parley.author",
            ),
        ),
        migrations.AddField(
            model_name="seenaddress",
            name="site",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="parley.site",
            ),
        ),
        migrations.AddField(
            model_name="sitewords",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="words", to="parley.site"
            ),
        ),
        migrations.AddField(
            model_name="trustedflagger",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="trusted_flaggers",
                to="parley.site",
            ),
        ),
        migrations.AddField(
            model_name="legalcase",
            name="flagger",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="parley.trustedflagger",
            ),
        ),
        migrations.AddField(
            model_name="waiting",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parley.article"
            ),
        ),
        migrations.AddField(
            model_name="waiting",
            name="assigned_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="waiting",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parley.author"
            ),
        ),
        migrations.AddField(
            model_name="waiting",
            name="lease_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="waiting",
            name="site",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="parley.site",
            ),
        ),
        migrations.AddField(
            model_name="weeklymail",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parley.site"
            ),
        ),
        migrations.AddIndex(
            model_name="appeal",
            index=models.Index(
                models.F("site"),
                models.F("due_at"),
                condition=models.Q(("outcome", "")),
                name="appeal_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="articlevisit",
            constraint=models.UniqueConstraint(fields=("user", "article"), name="visit_once"),
        ),
        migrations.AddConstraint(
            model_name="ban",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)),
                fields=("site", "kind", "value"),
                name="ban_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="byline",
            constraint=models.UniqueConstraint(fields=("site", "key"), name="byline_once"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                models.F("next_at"), condition=models.Q(("state", "waiting")), name="delivery_due"
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                models.F("hook"),
                models.OrderBy(models.F("created_at"), descending=True),
                name="delivery_of_hook",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("batch", ""), _negated=True),
                fields=["batch"],
                name="delivery_of_batch",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(fields=("hook", "message"), name="delivery_once"),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(
                models.F("user"),
                models.F("site"),
                models.OrderBy(models.F("made_at"), descending=True),
                name="mention_of_user",
            ),
        ),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.UniqueConstraint(fields=("user", "comment"), name="mention_once"),
        ),
        migrations.AddIndex(
            model_name="sample",
            index=models.Index(fields=["site", "drawn_at"], name="sample_of_site"),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["site", "given_at"], name="review_of_site"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(fields=("sample", "reviewer"), name="review_once"),
        ),
        migrations.AddIndex(
            model_name="seenaddress",
            index=models.Index(models.F("site"), models.F("digest"), name="address_on_site"),
        ),
        migrations.AddIndex(
            model_name="seenaddress",
            index=models.Index(models.F("last_seen"), name="address_last_seen"),
        ),
        migrations.AddConstraint(
            model_name="seenaddress",
            constraint=models.UniqueConstraint(
                fields=("author", "digest"), name="address_seen_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sitewords",
            constraint=models.UniqueConstraint(fields=("site", "kind"), name="site_words_once"),
        ),
        migrations.AddConstraint(
            model_name="trustedflagger",
            constraint=models.UniqueConstraint(
                condition=models.Q(("removed_at", None)),
                fields=("site", "email"),
                name="flagger_once",
            ),
        ),
        migrations.AddIndex(
            model_name="legalcase",
            index=models.Index(
                models.F("site"),
                models.F("due_at"),
                condition=models.Q(("outcome", "")),
                name="case_open",
            ),
        ),
        migrations.AddIndex(
            model_name="legalcase",
            index=models.Index(models.F("site"), models.F("received_at"), name="case_of_site"),
        ),
        migrations.AddIndex(
            model_name="waiting",
            index=models.Index(
                models.F("site"),
                models.OrderBy(models.F("risk"), descending=True),
                models.F("since"),
                name="waiting_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="weeklymail",
            constraint=models.UniqueConstraint(fields=("site", "week"), name="weekly_mail_once"),
        ),
    ]
