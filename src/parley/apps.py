"""Tells Django about Parley."""

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import register

from parley import checks
from parley.policy import scoring


class ParleyConfig(AppConfig):
    """The one application of the product."""

    name = "parley"
    verbose_name = "Parley"

    def ready(self) -> None:
        """Have every start check what would endanger data, and judge by the chosen models."""
        register(checks.check_sqlite_version)
        register(checks.check_policy_models)
        scoring.use_second_tier(settings.POLICY_MODEL)
        from parley.accounts import second_factors  # noqa: PLC0415  (models are there only now)

        second_factors.listen()
