"""Threads rendered to bytes, and the bytes kept."""
