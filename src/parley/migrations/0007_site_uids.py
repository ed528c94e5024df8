"""Gives each site that is here already a name for its exports."""

import secrets

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def name_sites(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    for site in apps.get_model("parley", "Site").objects.filter(uid=None):
        site.uid = secrets.token_hex(8)
        site.save(update_fields=["uid"])


class Migration(migrations.Migration):
    dependencies = [("parley", "0006_moving_house")]
    operations = [migrations.RunPython(name_sites, migrations.RunPython.noop)]
