"""Every site has one by now, and so has each that is added."""

from django.db import migrations, models

import parley.models.site


class Migration(migrations.Migration):
    dependencies = [
        ("parley", "0007_site_uids"),
    ]

    operations = [
        migrations.AlterField(
            model_name="site",
            name="uid",
            field=models.CharField(
                default=parley.models.site.new_uid, editable=False, max_length=16, unique=True
            ),
        ),
    ]
