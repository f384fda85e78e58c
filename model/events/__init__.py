"""Events: dated or random changes from outside, one kind a file."""
