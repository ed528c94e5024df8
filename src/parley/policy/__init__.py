"""The house policy: facts in, a decision out."""
