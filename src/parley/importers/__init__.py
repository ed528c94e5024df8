"""Export files of other systems -> records; one format a file."""
