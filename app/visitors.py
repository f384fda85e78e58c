"""Who is on the page: no more at once than one server has the memory for."""

from __future__ import annotations

import threading

MOST_VISITORS = 100
"""Pages that are open at once: a class of fifty, each with a second one.

A visitor's run takes some 4 MB of the server's memory, and up to 50 MB with three files of the largest kind.
"""

FULL = (
    "Everybody has come: {most} pages of this server are open, and more would take the memory that they need. "
    "Load this page again once somebody has left, or start a server of your own: tradetalks app"
)


class Visitors:
    """The pages that are open, by a name that each has; threads may ask at once.

    Args:
        most: how many there may be.
    """

    def __init__(self, most: int = MOST_VISITORS) -> None:
        self.most = most
        self._here: set[str] = set()
        self._lock = threading.Lock()

    def enter(self, page: str) -> bool:
        """Take a place for a page, if it hasn't one; return whether it has one now."""
        with self._lock:
            if len(self._here) < self.most:
                self._here.add(page)
            return page in self._here

    def leave(self, page: str) -> None:
        """Free the place of a page, if it has one."""
        with self._lock:
            self._here.discard(page)

    @property
    def refusal(self) -> str:
        """What a page shows that has no place."""
        return FULL.format(most=self.most)


VISITORS = Visitors()
"""Of this process."""
