"""How a snapshot stood before tonight's delivery: the earlier published night that a rule compares it with.

What belongs here: which night that is. What does not: the rule (MZ08) and the views over the night's tables (session).

A snapshot that is delivered anew replaces its rows; how they were is kept in the partitions of earlier nights alone. A
rule that looks for what has changed within some days compares with the last night before them, and not with the night
before: a change would else be seen on one night only, and its warning be closed on the next as if it were over.
"""

from datetime import date, timedelta

from assets.lake import Night

# The feeds that are compared, each with the parameter that says how many days are looked back with the night's own.
COMPARED_FEEDS = {"civil_affairs/disabled": "disability_window_days"}


def night_before(night: Night, feed: str, days: int) -> date | None:
    """The last published night before the `days` that end with `night`, among those to which the feed had come.

    Where none lies before them it is the first of those within them; None where the feed never came before.
    """
    first_day = night.night - timedelta(days=days - 1)
    inside: date | None = None
    for earlier in reversed([other for other in night.lake.published_nights() if other < night.night]):
        if not _had_come(night, feed, earlier):
            continue
        if earlier < first_day:
            return earlier
        inside = earlier
    return inside


def _had_come(night: Night, feed: str, earlier: date) -> bool:
    ages = night.lake.manifest(earlier)["feeds"]
    assert isinstance(ages, list)
    return any(age["feed"] == feed and age["delivery"] is not None for age in ages)
