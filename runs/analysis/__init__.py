"""What the runs of a batch say: summaries, sensitivities, figures, a report."""
