"""Votes by chance and passes; where readers stand, and what their camps respect."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parley", "0011_claims_disputed"),
    ]

    operations = [
        migrations.CreateModel(
            name="CampTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("camp", models.PositiveSmallIntegerField()),
                ("respect", models.PositiveIntegerField(default=0)),
                ("disagree", models.PositiveIntegerField(default=0)),
                ("passed", models.PositiveIntegerField(default=0)),
                ("respect_by_chance", models.PositiveIntegerField(default=0)),
                ("disagree_by_chance", models.PositiveIntegerField(default=0)),
                ("passed_by_chance", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="CommentFooting",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="footing",
                        serialize=False,
                        to="parley.comment",
                    ),
                ),
                ("score", models.FloatField(blank=True, null=True)),
                ("badge", models.BooleanField(default=False)),
                ("conflicting", models.BooleanField(default=False)),
                ("waiting", models.PositiveIntegerField(default=0)),
                ("gone", models.JSONField(default=list)),
                ("shown_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ReaderAxis",
            fields=[
                (
                    "site",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="axis",
                        serialize=False,
                        to="parley.site",
                    ),
                ),
                ("fitted_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("camps", models.PositiveSmallIntegerField()),
                ("centres", models.JSONField(default=list)),
                ("candidate", models.PositiveSmallIntegerField(default=0)),
                ("agreed", models.PositiveSmallIntegerField(default=0)),
                ("votes", models.PositiveBigIntegerField()),
                ("placed", models.PositiveIntegerField()),
                ("newest_vote", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="ReaderPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("x", models.FloatField()),
                ("y", models.FloatField()),
                ("camp", models.PositiveSmallIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ThreadGround",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="common_ground",
                        serialize=False,
                        to="parley.article",
                    ),
                ),
                ("enough", models.BooleanField(default=False)),
                ("rates", models.JSONField(default=list)),
                ("votes", models.PositiveIntegerField(default=0)),
                ("placed", models.PositiveIntegerField(default=0)),
                ("waiting", models.PositiveIntegerField(default=0)),
                ("axis_version", models.PositiveIntegerField(default=0)),
                ("picture", models.JSONField(blank=True, null=True)),
                ("mapped_at", models.DateTimeField(blank=True, null=True)),
                ("refreshed_at", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="vote",
            name="vote_value_known",
        ),
        migrations.AddField(
            model_name="comment",
            name="common_ground",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="comment",
            name="ground",
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="site",
            name="common_ground",
            field=models.BooleanField(
                db_default=True,
                default=True,
                help_text="Order by what readers who usually disagree both respect.",
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="by_chance",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name="user",
            name="created_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(("value__in", (1, 0, -1))), name="vote_value_known"
            ),
        ),
        migrations.AddField(
            model_name="camptally",
            name="article",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="parley.article",
            ),
        ),
        migrations.AddField(
            model_name="camptally",
            name="comment",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tallies",
                to="parley.comment",
            ),
        ),
        migrations.AddField(
            model_name="camptally",
            name="site",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="parley.site",
            ),
        ),
        migrations.AddField(
            model_name="commentfooting",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parley.article"
            ),
        ),
        migrations.AddField(
            model_name="readerplace",
            name="author",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="parley.author",
            ),
        ),
        migrations.AddField(
            model_name="readerplace",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parley.site"
            ),
        ),
        migrations.AddField(
            model_name="readerplace",
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
            model_name="threadground",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="parley.site"
            ),
        ),
        migrations.AddIndex(
            model_name="camptally",
            index=models.Index(models.F("article"), name="tally_of_article"),
        ),
        migrations.AddConstraint(
            model_name="camptally",
            constraint=models.UniqueConstraint(
                fields=("comment", "camp"), name="tally_of_camp_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="readerplace",
            constraint=models.UniqueConstraint(fields=("site", "user"), name="place_of_user"),
        ),
        migrations.AddConstraint(
            model_name="readerplace",
            constraint=models.UniqueConstraint(fields=("site", "author"), name="place_of_author"),
        ),
        migrations.AddConstraint(
            model_name="readerplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("user__isnull", False), ("author__isnull", False), _connector="XOR"
                ),
                name="place_of_one",
            ),
        ),
    ]
