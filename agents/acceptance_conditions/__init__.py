"""Acceptance conditions: what decides whether a standing offer is good enough, one a file."""
