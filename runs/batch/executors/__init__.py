"""Who runs the runs of an experiment."""
