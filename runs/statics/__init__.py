"""What can be said of a scenario without its talks: a table's domain, tariffs alone, equilibria, Nash-in-Nash."""
