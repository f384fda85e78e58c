"""Panels: the parts of the page, one component a file."""
