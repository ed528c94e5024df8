"""The door for programs that spoke to Google's Perspective API."""
