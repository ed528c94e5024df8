"""Readers' pages, which work without JavaScript."""
