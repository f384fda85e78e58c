"""The world and the rules: what exists, what may be done, and what follows. It decides nothing for anyone."""
