"""Opens Parley's state for a command: Django, set up from the environment."""

import os


def open_state() -> None:
    """Makes models and actions importable; raises WrongSetting when an option is nonsense."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parley.settings")
    django.setup()
