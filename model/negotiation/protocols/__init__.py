"""Protocols: small state machines that know whose turn it is, one a file."""
