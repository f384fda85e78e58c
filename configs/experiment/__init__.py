"""Experiment files: their schema, their loader, the columns of their runs and expressions over these."""
