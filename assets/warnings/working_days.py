"""Working days by the official calendar of the State Council, as the package chinese-calendar carries it.

What belongs here: counting working days from a date. What does not: how many days a tier has (that is a parameter).
The official calendar of a year appears in the November before. A year that it does not know yet is counted Monday to
Friday, and the answer says so.
"""

from datetime import date, timedelta

import chinese_calendar

SATURDAY = 5


def _is_working_day(day: date) -> tuple[bool, bool]:
    """Whether people work on that day, and whether the official calendar says so."""
    try:
        return bool(chinese_calendar.is_workday(day)), True
    except NotImplementedError:
        return day.weekday() < SATURDAY, False


def add_working_days(start: date, days: int) -> tuple[date, bool]:
    """The day that is so many working days after `start`, which itself does not count.

    The second value is False where any day on the way had to be taken as Monday to Friday. Raises ValueError where
    `days` is below 1.
    """
    if days < 1:
        raise ValueError(f"a deadline needs at least one working day, not {days}")
    day, left, official = start, days, True
    while left:
        day += timedelta(days=1)
        working, known = _is_working_day(day)
        official = official and known
        left -= working
    return day, official
