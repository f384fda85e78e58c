"""Opponent models: what one side guesses of another from its offers, one a file."""
