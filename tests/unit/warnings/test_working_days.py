"""Deadlines in working days, against the State Council's published calendar of 2025 and 2026."""

from datetime import date

import pytest

from assets.vocabulary.warning_words import TIERS
from assets.warnings import add_working_days, load_parameters

CASES = [
    ("the next day of a plain week", date(2026, 3, 2), 1, date(2026, 3, 3), True),
    ("over a weekend", date(2026, 3, 6), 1, date(2026, 3, 9), True),
    ("from a Saturday", date(2026, 3, 7), 1, date(2026, 3, 9), True),
    # National Day 2026: 1 to 7 October off, Saturday 10 October worked.
    ("over National Day", date(2026, 9, 30), 1, date(2026, 10, 8), True),
    ("a worked Saturday counts", date(2026, 9, 30), 3, date(2026, 10, 10), True),
    ("after the worked Saturday", date(2026, 9, 30), 4, date(2026, 10, 12), True),
    # National Day and Mid-Autumn 2025: 1 to 8 October off; Sunday 28 September and Saturday 11 October worked.
    ("a worked Sunday counts", date(2025, 9, 26), 1, date(2025, 9, 28), True),
    ("eight days off", date(2025, 9, 30), 1, date(2025, 10, 9), True),
    # No calendar of 2031 exists yet: Monday to Friday, and it says so.
    ("an unknown year", date(2031, 9, 30), 3, date(2031, 10, 3), False),
    ("into an unknown year", date(2026, 12, 31), 1, date(2027, 1, 1), False),
]


@pytest.mark.parametrize(("case", "start", "days", "expected", "official"), CASES, ids=[case[0] for case in CASES])
def test_counts_working_days_by_the_official_calendar(
    case: str, start: date, days: int, expected: date, official: bool
) -> None:
    assert add_working_days(start, days) == (expected, official), case


@pytest.mark.parametrize("days", [0, -1])
def test_refuses_a_deadline_without_days(days: int) -> None:
    with pytest.raises(ValueError, match="at least one working day"):
        add_working_days(date(2026, 3, 2), days)


def test_each_tier_has_its_deadlines() -> None:
    dates = load_parameters().deadline_dates(date(2026, 9, 30))
    by_tier = {row["tier"]: (row["sign_by"], row["answer_by"]) for row in dates.iter_rows(named=True)}
    assert set(by_tier) == set(TIERS)
    assert by_tier["R"] == (date(2026, 10, 8), date(2026, 10, 10))
    assert by_tier["O"] == (date(2026, 10, 8), date(2026, 10, 13))
    assert by_tier["Y"] == (date(2026, 10, 9), date(2026, 10, 20))
    assert by_tier["B"] == (date(2026, 10, 13), date(2026, 11, 3))
