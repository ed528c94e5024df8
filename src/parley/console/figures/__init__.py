"""The page of figures: charts that the server draws, tables, and files for spreadsheets."""
