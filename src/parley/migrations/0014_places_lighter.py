"""Drops what was written of readers' places and never read."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = (("parley", "0013_held_ground"),)

    operations = (
        migrations.RemoveIndex("readerplace", "place_by_camp"),
        migrations.RemoveField("readerplace", "independent"),
        migrations.RemoveField("readerplace", "votes"),
    )
