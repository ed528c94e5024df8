"""The sections of the desk's settings, each beside what it governs."""
