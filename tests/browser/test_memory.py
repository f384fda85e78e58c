"""What the server keeps of the days that were shown: `make evidence`."""

from __future__ import annotations

import pytest
from chromium import Visitor, process_at, serving

pytestmark = pytest.mark.evidence

WARM_UP = 60
"""More steps than a whole run has: what is made once and kept, such as what outcomes are worth, is made in it."""


def test_the_server_does_not_grow_with_the_steps_that_are_shown(browser: object) -> None:
    with serving("spring_2025") as at:
        server = process_at(at)
        seen = Visitor(browser)
        seen.open(at)

        def after(steps: int) -> int:
            for _ in range(steps):
                seen.go_on()
            return int(server.memory_info().rss)

        small = after(WARM_UP)
        large = after(50)
        assert large < 1.1 * small
        seen.leave()
