"""Nights at the ends of years and months, on a leap day and on the first day of school: nothing fails, windows fit.

The days of each night's windows are written down by hand: the first day that counts and the last that does not.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from assets.indicators.session import USED_FEEDS
from assets.lake import Night
from assets.vocabulary.indicator_catalogue import load_indicator_texts
from tests.stages.indicators.full_town import everything
from tests.stages.indicators.medical_rows import settle
from tests.stages.indicators.small_town import Place, Town, find, hits_of


@dataclass(frozen=True)
class Days:
    """Of each window the first day that counts and the day before it; of what lies ahead the last and the one after.

    `full_months` holds a day in each of the last three, `fifteen` who is not sixteen yet and who is since today,
    `of_age` who is eighteen within ninety days. Of `review` the first is overdue: its six months ended before.
    """

    night: date
    year: tuple[date, date]
    twelve_months: tuple[date, date]
    surge: tuple[date, date]
    before_surge: tuple[date, date]
    ninety_days: tuple[date, date]
    thirty_days: tuple[date, date]
    full_months: tuple[date, date, date]
    six_by_september: tuple[date, date]
    fifteen: tuple[date, date]
    term: tuple[str, str]
    leaving: tuple[date, date]
    of_age: tuple[date, date]
    review: tuple[date, date]


NIGHTS = [
    Days(
        night=date(2026, 9, 1),
        year=(date(2026, 1, 1), date(2025, 12, 31)),
        twelve_months=(date(2025, 10, 1), date(2025, 9, 30)),
        surge=(date(2026, 7, 1), date(2026, 6, 30)),
        before_surge=(date(2025, 7, 1), date(2025, 6, 30)),
        ninety_days=(date(2026, 6, 4), date(2026, 6, 3)),
        thirty_days=(date(2026, 8, 3), date(2026, 8, 2)),
        full_months=(date(2026, 6, 1), date(2026, 7, 15), date(2026, 8, 31)),
        six_by_september=(date(2020, 8, 31), date(2020, 9, 1)),
        fifteen=(date(2010, 9, 2), date(2010, 9, 1)),
        term=("2026-2027", "1"),
        leaving=(date(2026, 11, 1), date(2026, 12, 1)),
        of_age=(date(2008, 11, 30), date(2008, 12, 1)),
        review=(date(2026, 2, 28), date(2026, 3, 1)),
    ),
    Days(
        night=date(2026, 12, 31),
        year=(date(2026, 1, 1), date(2025, 12, 31)),
        twelve_months=(date(2026, 1, 1), date(2025, 12, 31)),
        surge=(date(2026, 10, 1), date(2026, 9, 30)),
        before_surge=(date(2025, 10, 1), date(2025, 9, 30)),
        ninety_days=(date(2026, 10, 3), date(2026, 10, 2)),
        thirty_days=(date(2026, 12, 2), date(2026, 12, 1)),
        full_months=(date(2026, 9, 1), date(2026, 10, 15), date(2026, 11, 30)),
        six_by_september=(date(2020, 8, 31), date(2020, 9, 1)),
        fifteen=(date(2011, 1, 1), date(2010, 12, 31)),
        term=("2026-2027", "1"),
        leaving=(date(2027, 3, 1), date(2027, 4, 1)),
        of_age=(date(2009, 3, 31), date(2009, 4, 1)),
        review=(date(2026, 6, 30), date(2026, 7, 1)),
    ),
    Days(
        night=date(2027, 3, 31),
        year=(date(2027, 1, 1), date(2026, 12, 31)),
        twelve_months=(date(2026, 4, 1), date(2026, 3, 31)),
        surge=(date(2027, 1, 1), date(2026, 12, 31)),
        before_surge=(date(2026, 1, 1), date(2025, 12, 31)),
        ninety_days=(date(2027, 1, 1), date(2026, 12, 31)),
        thirty_days=(date(2027, 3, 2), date(2027, 3, 1)),
        full_months=(date(2026, 12, 1), date(2027, 1, 15), date(2027, 2, 28)),
        six_by_september=(date(2020, 8, 31), date(2020, 9, 1)),
        fifteen=(date(2011, 4, 1), date(2011, 3, 31)),
        term=("2026-2027", "2"),
        leaving=(date(2027, 6, 1), date(2027, 7, 1)),
        of_age=(date(2009, 6, 29), date(2009, 6, 30)),
        review=(date(2026, 9, 30), date(2026, 10, 1)),
    ),
    Days(
        night=date(2028, 2, 29),
        year=(date(2028, 1, 1), date(2027, 12, 31)),
        twelve_months=(date(2027, 3, 1), date(2027, 2, 28)),
        surge=(date(2027, 12, 1), date(2027, 11, 30)),
        before_surge=(date(2026, 12, 1), date(2026, 11, 30)),
        ninety_days=(date(2027, 12, 2), date(2027, 12, 1)),
        thirty_days=(date(2028, 1, 31), date(2028, 1, 30)),
        full_months=(date(2027, 11, 1), date(2027, 12, 15), date(2028, 1, 31)),
        six_by_september=(date(2021, 8, 31), date(2021, 9, 1)),
        fifteen=(date(2012, 3, 1), date(2012, 2, 29)),
        term=("2027-2028", "2"),
        leaving=(date(2028, 5, 1), date(2028, 6, 1)),
        of_age=(date(2010, 5, 29), date(2010, 5, 30)),
        review=(date(2027, 8, 28), date(2027, 8, 29)),
    ),
]


def bill(place: Place, on: date) -> None:
    settle(place, "25000", on)


def stay(place: Place, on: date) -> None:
    settle(place, "60000", on, med_type="21")


def long_stay(place: Place, on: date) -> None:
    settle(place, "100", on, med_type="21", admit_date=date(2024, 1, 1), discharge_date=date(2024, 4, 1))


def bill_of_a_household(place: Place, on: date) -> None:
    place.household("a", assistance_type="990", annual_income=Decimal(10000), income_complete=True)
    settle(place, "4000.01", on)


def unaided_bill(place: Place, on: date) -> None:
    place.household("a")
    amounts = {"in_scope_fee": Decimal(2000), "fund_pay": Decimal(0), "assistance_pay": Decimal(0)}
    settle(place, "2000", on, **amounts)


def serious_illness(place: Place, on: date) -> None:
    settle(place, "100", on, disease_code="C34.900")


def dropout(place: Place, born: date) -> None:
    place.person("a", born)
    place.household("a", assistance_type="990")


def leaver(place: Place, graduates: date) -> None:
    place.household("parent", "a")
    place.member("a", in_school=True)
    row = {"student_status": "01", "stage": "本科", "student_no": place.named("a")}
    place.add("education/students", "a", graduation_month=graduates, **row)


def minor(place: Place, born: date) -> None:
    place.person("a", born)
    place.household("a", assistance_type="132", support_mode="集中")


def reviewed(place: Place, on: date) -> None:
    place.household("a", last_review_date=on)


# Each code with its tier, the window it is read by, and a row that lies on a day of the window.
ROWS: list[tuple[str, str, str, Callable[[Place, date], None]]] = [
    ("YB01", "O", "year", bill),
    ("YB02", "R", "ninety_days", stay),
    ("YB03", "O", "twelve_months", bill_of_a_household),
    ("YB05", "O", "thirty_days", serious_illness),
    ("YB07", "Y", "twelve_months", long_stay),
    ("YB09", "Y", "twelve_months", unaided_bill),
    ("JY01", "R", "six_by_september", dropout),
    ("JY01", "R", "fifteen", dropout),
    ("JY07", "B", "leaving", leaver),
    ("MZ06", "B", "of_age", minor),
    ("MZ13", "B", "review", reviewed),
]
# A large bill on one of the days of `surge` and a small one on one of `before_surge`: only the first pair surges.
SURGES = {(0, 0): {"a": "Y"}, (0, 1): {}, (1, 0): {}}


def other_term(term: tuple[str, str]) -> tuple[str, str]:
    return term[0], "1" if term[1] == "2" else "2"


def year_before(term: tuple[str, str]) -> tuple[str, str]:
    first = int(term[0][:4])
    return f"{first - 1}-{first}", term[1]


def aided(place: Place, term: tuple[str, str], stage: str) -> None:
    """A student in dibao who costs 12,000 and was aided with 3,000 in a term."""
    place.household("parent", "a")
    number = place.named("a")
    costs = {"tuition": Decimal(12000), "boarding": Decimal(0), "books": Decimal(0)}
    place.add("education/students", "a", student_status="01", stage=stage, student_no=number, **costs)
    aid = {"school_year": term[0], "term": term[1], "amount": Decimal(3000)}
    place.add("education/aid", "a", student_no=number, **aid)


AIDED = {
    "this_term": ((lambda term: term), {"JY02": {}, "JY03": {}}),
    "the_other_term": (other_term, {"JY02": {"a": "O"}, "JY03": {}}),
    "a_year_before": (year_before, {"JY02": {"a": "O"}, "JY03": {"a": "Y"}}),
}


def build_tables(town: Town, days: Days) -> None:
    """The corners of a night, each called by what it is about."""
    for code, _, window, build in ROWS:
        for side, on in zip(("in", "out"), getattr(days, window), strict=True):
            build(Place(town, f"{code} {window} {side}"), on)
    for recent, before in SURGES:
        place = Place(town, f"surge {recent} {before}")
        settle(place, "100", days.before_surge[before])
        settle(place, "9000", days.surge[recent])
    for name, months in {"chronic": days.full_months, "chronic now": (*days.full_months[1:], days.night)}.items():
        for on in months:
            settle(Place(town, name), "500", on, med_type="14")
    for name, (term, _) in AIDED.items():
        aided(Place(town, f"aided {name}"), term(days.term), "本科")


@pytest.fixture(scope="module", params=NIGHTS, ids=lambda days: str(days.night))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Days, Night]:
    """The town of every indicator with the corners, on one of the nights: nothing of it may fail."""
    days: Days = request.param
    town = everything(tmp_path_factory.mktemp("awkward"), days.night)
    build_tables(town, days)
    assert set(town.rows) == set(USED_FEEDS)
    return days, find(town)


def test_every_indicator_runs_and_says_whole_sentences(made: tuple[Days, Night]) -> None:
    _, night = made
    assert night.read("indicators/not_assessed").is_empty()
    texts = load_indicator_texts()
    for code, facts in night.read("indicators/hits").select("code", "facts").rows():
        assert "None" not in texts[code].sentence.format(**json.loads(facts))


@pytest.mark.parametrize(("code", "tier", "window"), [row[:3] for row in ROWS])
def test_a_window_begins_on_its_first_day(made: tuple[Days, Night], code: str, tier: str, window: str) -> None:
    _, night = made
    assert hits_of(night, code, f"{code} {window} in") == {"a": tier}
    assert hits_of(night, code, f"{code} {window} out") == {}


@pytest.mark.parametrize(("place", "expected"), SURGES.items(), ids=str)
def test_a_surge_is_of_three_months_against_twelve(
    made: tuple[Days, Night], place: tuple[int, int], expected: dict[str, str]
) -> None:
    recent, before = place
    assert hits_of(made[1], "YB04", f"surge {recent} {before}") == expected


def test_chronic_care_counts_full_months(made: tuple[Days, Night]) -> None:
    assert hits_of(made[1], "YB06", "chronic") == {"a": "Y"}
    assert hits_of(made[1], "YB06", "chronic now") == {}


@pytest.mark.parametrize("name", AIDED)
def test_aid_is_of_the_running_term_and_year(made: tuple[Days, Night], name: str) -> None:
    _, expected = AIDED[name]
    assert {code: hits_of(made[1], code, f"aided {name}") for code in ("JY02", "JY03")} == expected
