"""Reading YAML: plain data with the place of every key and value, and what may stand there in a value's place."""
