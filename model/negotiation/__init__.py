"""The bargaining engine: a plain library of issues, outcomes, preferences, tables and protocols."""
