"""Strategies: what decides the moves of a country at a table, one a file."""
