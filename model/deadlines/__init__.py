"""Deadlines: when talks end without a deal, a kind a file, and what threatens then."""
