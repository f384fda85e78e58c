"""Days in words."""

from __future__ import annotations

from datetime import date, timedelta


def day_in_words(day: int, start: date | None) -> str:
    """Write a day for people, from the date of day 0.

    >>> day_in_words(14, date(2025, 4, 2)), day_in_words(5, None)
    ('16 Apr', 'day 5')
    """
    if start is None:
        return f"day {day}"
    at = start + timedelta(days=day)
    return f"{at.day} {at:%b}"
