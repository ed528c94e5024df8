"""The demo newsroom's words, and the way they come into an empty database."""
