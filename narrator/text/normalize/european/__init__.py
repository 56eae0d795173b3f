"""German, French and Spanish: languages that write "1.234,5"."""
