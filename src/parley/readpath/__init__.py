"""What readers ask for most, answered in front of Django and without it."""
