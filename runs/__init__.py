"""Every way to run the model."""
