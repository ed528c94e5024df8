"""Tells Django about Parley."""

from django.apps import AppConfig
from django.core.checks import register

from parley import checks


class ParleyConfig(AppConfig):
    """The one application of the product."""

    name = "parley"
    verbose_name = "Parley"

    def ready(self) -> None:
        """Have every start check what would endanger data."""
        register(checks.check_sqlite_version)
