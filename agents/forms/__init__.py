"""Forms: how the interests of a country combine to its utility, one a file."""
