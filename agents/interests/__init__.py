"""Interests: the named terms of utility of a country, one a file."""
