"""The exam of every kind of part: what ours pass, and those of others."""
