"""The result of a run: what was agreed, what it is worth, and every move."""
