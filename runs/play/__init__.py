"""Playing: a session with its seats and its log, moves as data, the brief, replay."""
