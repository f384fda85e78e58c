"""The run: countries at their tables, day by day, and what surrounds them."""
