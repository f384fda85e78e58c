"""Standard domains: from files of GENIUS and GeniusWeb to a scenario, and back."""
