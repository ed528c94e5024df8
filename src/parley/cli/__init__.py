"""The `parley` command, one sub-command a file."""
