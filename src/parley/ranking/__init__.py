"""The orders in which comments may be read."""
