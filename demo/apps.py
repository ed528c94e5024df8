"""Tells Django about the demo newsroom."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Loaded only where PARLEY_DEMO is set; it has pages but no tables."""

    name = "demo"
    label = "demo"
    verbose_name = "Demo newsroom"
