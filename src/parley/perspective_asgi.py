"""The Perspective-compatible endpoint alone: what `parley serve --only perspective` runs."""

# Models can be imported only when Django has been set up.

import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parley.settings")

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()

from parley import perspective
from parley.readpath.front import Front
from parley.snapshots.lookup import DatabaseSource

# Scoring is work for a processor; the rest of a call waits for the database.
DJANGO_THREADS = 4

application = Front(
    check=DatabaseSource().check,
    # Django's and a2wsgi's types name the same WSGI and ASGI differently.
    django=cast("Any", WSGIMiddleware(cast("Any", django_application), DJANGO_THREADS)),
    admits=perspective.has_address,
)
