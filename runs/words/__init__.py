"""Sentences for people, in one room: what happened, moves, amounts, days, statuses."""
