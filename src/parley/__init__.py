"""Parley: a self-hosted commenting platform for news publishers."""

__version__ = "0.1.0"
