"""What theory predicts: one prediction a function, one topic a file, found by discovery."""
