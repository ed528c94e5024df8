"""What templates ask for beside Django's own."""
