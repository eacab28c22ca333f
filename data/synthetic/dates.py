"""The dates a world turns on: its first night, the night being delivered, months and school terms.

Belongs here: date arithmetic. Does not belong here: what happens on a date.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

HISTORY_MONTHS = 15
LATEST_DAY = 60


@dataclass(frozen=True)
class SchoolTerm:
    """A school year such as 2025-2026 and its term: 1 = September to January, 2 = February to August."""

    year: str
    term: str


def school_term(day: date) -> SchoolTerm:
    """The school term that a day falls in."""
    start = day.year if day.month >= 9 else day.year - 1
    return SchoolTerm(f"{start}-{start + 1}", "1" if day.month >= 9 or day.month == 1 else "2")


def term_before(term: SchoolTerm) -> SchoolTerm:
    """The term before a term."""
    if term.term == "2":
        return SchoolTerm(term.year, "1")
    start = int(term.year[:4]) - 1
    return SchoolTerm(f"{start}-{start + 1}", "2")


def month_start(day: date, offset: int = 0) -> date:
    """The first day of the month `offset` months after the day's own."""
    months = day.year * 12 + day.month - 1 + offset
    return date(months // 12, months % 12 + 1, 1)


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier, or that month's last day where it is shorter."""
    first = month_start(day, -months)
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))


def years_before(day: date, years: int) -> date:
    """The same day `years` earlier (29 February becomes 28 February)."""
    return months_before(day, 12 * years)


@dataclass(frozen=True)
class Dates:
    """The first night and how many days after it the delivery is.

    Raises ValueError where the later night falls into another calendar year or school term than the first, or more than
    60 days after it: annual and term facts are laid out once, for the first night.
    """

    first: date
    day: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.day <= LATEST_DAY:
            raise ValueError(f"day must be 0 to {LATEST_DAY}")
        if self.today.year != self.first.year or school_term(self.today) != school_term(self.first):
            raise ValueError("the night must stay in the first night's calendar year and school term")

    @property
    def today(self) -> date:
        """The business date of the delivery."""
        return self.first + timedelta(days=self.day)

    @property
    def term(self) -> SchoolTerm:
        """The current school term."""
        return school_term(self.first)

    def ago(self, days: int) -> date:
        """The date `days` before the first night."""
        return self.first - timedelta(days=days)

    def month(self, offset: int) -> date:
        """The first day of the month `offset` after the first night's month."""
        return month_start(self.first, offset)

    def this_year(self, days: int) -> date:
        """The date `days` before the first night, but not before 1 January of its year."""
        return max(self.ago(days), date(self.first.year, 1, 1))

    def contribution_months(self, day: int) -> list[date]:
        """Months whose contributions are known on a day: 15 on the first night, one more as a month turns."""
        last = month_start(self.first + timedelta(days=day), -1)
        turned = (last.year - self.month(-1).year) * 12 + last.month - self.month(-1).month
        return [self.month(offset) for offset in range(-HISTORY_MONTHS, turned)]

    def payment_months(self, day: int) -> list[date]:
        """Months already paid out on a day, 14 back; the money goes out on the 10th."""
        now = self.first + timedelta(days=day)
        ahead = (now.year - self.first.year) * 12 + now.month - self.first.month
        last = ahead if now.day >= 10 else ahead - 1
        return [self.month(offset) for offset in range(-13, last + 1)]
