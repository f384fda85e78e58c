"""Tournaments: strategies against each other, ranked."""
