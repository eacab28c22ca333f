"""Every adverse finding, once linked exactly and once more for each of its rows and each weaker link.

What belongs here: the rows of the findings and what became of a finding in a night. What does not: any test.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from assets.lake import Night
from tests.stages.indicators.grant_rows import pay
from tests.stages.indicators.small_town import Place, Town
from tests.stages.indicators.work_rows import UNEMPLOYMENT, contribute, months_back

# What identity calls a link that is not exact, and a probability that alone would not tell it from an exact one.
WEAK_LINKS = {
    "id_only": 1.0,
    "repaired": 0.999,
    "reviewed": 1.0,
    "same_details": 0.995,
    "unlinked": 1.0,
    "fuzzy": 0.97,
}
LEDGER = "civil_affairs/households"

RowPlace = tuple[str, int]


def graduate(place: Place) -> None:
    place.household("parent", "a")
    place.member("a", in_school=True)
    place.add("education/students", "a", student_status="07", stage="本科", student_no=place.named("a"))


def two_dwellings(place: Place) -> None:
    place.household("a")
    for title in ("t1", "t2"):
        dwelling = {"usage": "住宅", "status": "现势", "registered_date": date(2010, 1, 1)}
        place.add("housing/property", "a", title_no=place.named(title), **dwelling)


def taken_up_work(place: Place) -> None:
    place.household("a", annual_income=Decimal(2400), income_complete=True)
    contribute(place, months_back(1), base=Decimal(5000))


def refused_work(place: Place) -> None:
    place.household("a")
    place.add(UNEMPLOYMENT, "a", registered_date=date(2025, 5, 1), refusals=3)


def dead_and_in_force(place: Place) -> None:
    place.household("parent", "a")
    place.add("civil_affairs/deaths", "a", death_date=date(2026, 3, 1))


def dead_and_paid(place: Place) -> None:
    place.household("a", status="退出")
    place.add("civil_affairs/deaths", "a", death_date=date(2026, 3, 1))
    pay(place, 1)


def two_benefits(place: Place) -> None:
    place.household("a")
    place.household("a", number="h2", assistance_type="132", support_mode="分散")


def two_benefits_paid(place: Place) -> None:
    place.household("a", status="退出")
    for kind in ("110", "132"):
        pay(place, 1, assistance_type=kind)


def child_of_two_benefits(place: Place) -> None:
    place.household("a", assistance_type="132", support_mode="集中")
    place.add("civil_affairs/children", "a", child_category="孤儿", start_month=date(2026, 1, 1))


def coming_of_age(place: Place) -> None:
    place.person("a", date(2008, 8, 1))
    place.household("a", assistance_type="132", support_mode="集中")


def running_out(place: Place) -> None:
    place.household("a", valid_until=date(2026, 7, 15))


def given_too_much(place: Place) -> None:
    place.household("a", annual_income=Decimal(2400), income_complete=True)
    for back in (1, 2):
        pay(place, back, "900")


def with_a_car(place: Place) -> None:
    place.household("a")
    place.add("civil_affairs/verification", "a", vehicles=1, disability_vehicle=False, verified_date=date(2026, 5, 1))


FINDINGS: list[tuple[str, Callable[[Place], None]]] = [
    ("JY07", graduate),
    ("ZJ05", two_dwellings),
    ("RS07", taken_up_work),
    ("RS08", refused_work),
    ("MZ01", dead_and_in_force),
    ("MZ01", dead_and_paid),
    ("MZ02", two_benefits),
    ("MZ02", two_benefits_paid),
    ("MZ02", child_of_two_benefits),
    ("MZ06", coming_of_age),
    ("MZ12", running_out),
    ("MZ17", given_too_much),
    ("ZH04", with_a_car),
]


@dataclass(frozen=True)
class Doubt:
    """A corner with one adverse finding; `weak` of its rows is linked by `method`, or all exactly where it is None."""

    name: str
    code: str
    finding: str
    rows: tuple[RowPlace, ...]
    weak: RowPlace | None = None
    method: str = "exact"


def doubts(town: Town) -> list[Doubt]:
    """Add every finding to the town: exactly linked, and again with each row linked by each weaker link."""
    made = []
    for code, build in FINDINGS:
        name = f"{code} {build.__name__}"
        first = Doubt(name, code, build.__name__, _added(town, name, build))
        made.append(first)
        for number in range(len(first.rows)):
            for method, probability in WEAK_LINKS.items():
                corner = f"{name} {number} {method}"
                rows = _added(town, corner, build)
                feed, row_no = rows[number]
                town.rows[feed][row_no - 1].update(method=method, probability=probability)
                made.append(Doubt(corner, code, build.__name__, rows, rows[number], method))
    return made


def _added(town: Town, name: str, build: Callable[[Place], None]) -> tuple[RowPlace, ...]:
    """Build a corner; gives the feed and number of each of its rows."""
    before = {feed: len(rows) for feed, rows in town.rows.items()}
    build(Place(town, name))
    return tuple(
        (feed, row_no)
        for feed, rows in sorted(town.rows.items())
        for row_no in range(before.get(feed, 0) + 1, len(rows) + 1)
    )


def of_corner(night: Night, table: str, name: str) -> pl.DataFrame:
    """A table's rows about the households of one corner."""
    registry = night.read("households/registry").filter(pl.col("household_no").str.starts_with(f"{name}:"))
    return night.read(table).join(registry, on="household_id", how="semi")
