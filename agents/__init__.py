"""Who decides: countries, their interests and their strategies."""
