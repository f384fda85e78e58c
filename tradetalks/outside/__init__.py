"""What others have written: parts from files, the guard that they run behind, and how their errors are told."""
