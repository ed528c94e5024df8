"""Moderators' pages."""
