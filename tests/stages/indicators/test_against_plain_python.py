"""The rules that add up, pair or count dates, against the same said in plain Python over many random rows."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from assets.lake import Night
from tests.stages.indicators.small_town import NIGHT, Town, find

PERSONS = 300


def found(night: Night, code: str) -> set[str]:
    hits = night.read("indicators/hits")
    return {row["person_id"] or row["household_id"] for row in hits.to_dicts() if row["code"] == code}


def test_own_pay_of_the_year(tmp_path: Path) -> None:
    random, town, expected = Random(1), Town(tmp_path), set()
    for number in range(PERSONS):
        who, total, listed = f"p{number:03}", Decimal(0), number % 2 == 0
        if listed:
            town.household(who, who)
        for _ in range(random.randint(0, 6)):
            on = date(2025, 10, 1) + timedelta(days=random.randint(0, 300))
            amount = Decimal(random.randint(-300000, 1200000)) / 100
            values: dict[str, Any] = {"med_type": "11", "settle_date": on, "personal_pay": amount}
            town.add("medical_insurance/settlements", who, **values)
            total += amount if date(2026, 1, 1) <= on <= NIGHT else 0
        if total >= (12500 if listed else 25000):
            expected.add(who)
    assert expected
    assert found(find(town), "YB01") == expected


def test_reversals_cancel_one_settlement_each(tmp_path: Path) -> None:
    random, town, expected = Random(2), Town(tmp_path), set()
    for number in range(PERSONS):
        who = f"p{number:03}"
        standing: Counter[int] = Counter()
        for _ in range(random.randint(1, 5)):
            amount, discharged = random.choice([60000, 70000]), random.choice([None, date(2026, 5, 1)])
            sign = random.choice([1, 1, -1])
            values: dict[str, Any] = {
                "med_type": "21",
                "discharge_date": discharged,
                "personal_pay": Decimal(sign * amount),
            }
            town.add("medical_insurance/settlements", who, settle_date=date(2026, 5, 2), **values)
            standing[amount] += sign
        if any(count > 0 for count in standing.values()):
            expected.add(who)
    assert 0 < len(expected) < PERSONS
    assert found(find(town), "YB02") == expected


def months_before(day: date, months: int) -> date:
    """The same day some months earlier, the month's last day where it has no such day."""
    index = day.year * 12 + day.month - 1 - months
    for last in (day.day, 30, 29, 28):
        try:
            return date(index // 12, index % 12 + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError


def test_reviews_and_ages_on_every_kind_of_day(tmp_path: Path) -> None:
    """Reviews from 5 to 14 months ago: overdue is what lies before the night less the period, day by day."""
    town, expected = Town(tmp_path), set()
    for back in range(150, 430):
        who, able = f"p{back}", back % 2 == 0
        town.person(who, date(1990, 1, 1) if able else date(1950, 1, 1))
        reviewed = NIGHT - timedelta(days=back)
        town.household(who, who, last_review_date=reviewed)
        if reviewed < months_before(NIGHT, 6 if able else 12):
            expected.add(who)
    night = find(town)
    heads = dict(night.read("households/economy").select("household_id", "head_person_id").rows())
    assert {heads[household] for household in found(night, "MZ13")} == expected


def test_contributions_before_a_gap(tmp_path: Path) -> None:
    random, town, expected = Random(3), Town(tmp_path), set()
    months = [date(2025 + (month // 12), month % 12 + 1, 1) for month in range(18)]  # 2025-01 to 2026-06
    gap, before = set(months[14:17]), set(months[2:14])  # March to May 2026; March 2025 to February 2026
    for number in range(PERSONS):
        who, town_months = f"p{number:03}", set()
        for month in random.sample(months[:17], random.randint(4, 12)):
            if month in gap and random.random() < 0.9:
                continue
            received = random.choice([True, True, None, False])
            values: dict[str, Any] = {"insurance_type": "110", "month": month, "received": received}
            town.add("employment/contributions", who, **values)
            if received is not False:
                town_months.add(month)
        if not town_months & gap and len(town_months & before) >= 6:
            expected.add(who)
    assert 0 < len(expected) < PERSONS
    assert found(find(town), "RS02") == expected
