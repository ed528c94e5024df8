"""Every write, one verb a file."""
