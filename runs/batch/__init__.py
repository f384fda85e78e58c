"""Batches: many runs of an experiment, in a store that loses nothing."""
