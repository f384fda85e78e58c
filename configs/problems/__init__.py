"""What is wrong in a file: found by hand or by pydantic, in words for people."""
