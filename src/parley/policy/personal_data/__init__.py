"""Personal data in a comment, one kind a module."""
