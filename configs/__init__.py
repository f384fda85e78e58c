"""Scenario files: their schema, their loader, and the shipped ones."""
