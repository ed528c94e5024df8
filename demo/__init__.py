"""The demo newsroom: a newspaper of our own invention, set up around Parley."""
