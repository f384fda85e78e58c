"""Levers: what an issue of an agenda changes in the world, one a file."""
