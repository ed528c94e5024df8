"""Registering and signing in, by django-allauth with the house's words and rules."""
