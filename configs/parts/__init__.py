"""Parts of a scenario that a registry holds: a name with options beside it, or a file."""
