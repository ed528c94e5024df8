"""JSON for the widget and for programs, one resource a file."""
