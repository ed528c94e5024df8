"""Top news are looked up by when they were discussed, not by how much."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parley", "0001_initial"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="article",
            name="article_most_discussed",
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                models.F("site"),
                models.OrderBy(models.F("last_comment_at"), descending=True),
                name="article_last_discussed",
            ),
        ),
    ]
