"""Runs sums of the rules where memory ends: in DuckDB on one machine, in Spark on many."""
