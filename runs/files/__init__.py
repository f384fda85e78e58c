"""Files that are written: whole or not at all, in forms that are checked when they are read again."""
