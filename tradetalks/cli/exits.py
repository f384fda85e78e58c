"""Exit codes, and a command that is stopped in the middle."""

from __future__ import annotations

REFUSED = 2
INTERRUPTED = 130
BROKEN_PIPE = 141


class Stopped(SystemExit):
    """A command was stopped in the middle, by Ctrl-C or the end of input; `message` says how to go on."""

    def __init__(self, message: str) -> None:
        super().__init__(INTERRUPTED)
        self.message = message
