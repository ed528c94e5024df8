"""Claims that are disputed and taken back, and what their readers are told."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parley", "0010_sign_on_in_use"),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="disputed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="reversal_note",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="claim",
            name="reversed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="claim",
            name="reversed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="claim",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="claims",
                to=settings.AUTH_USER_MODEL,
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
                    ("claim_granted", "Older comments are yours again"),
                    ("claim_refused", "We could not give you the older comments"),
                    ("claim_reversed", "Older comments are no longer yours"),
                ],
                max_length=16,
            ),
        ),
    ]
