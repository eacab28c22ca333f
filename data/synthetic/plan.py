"""The words in which households are planned: members, households, extra facts, what is expected of the rules.

Belongs here: plain records and their tables. Does not belong here: any particular household (shapes.py, scenarios/).
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import polars as pl

Job = Literal["none", "farmer", "worker", "office", "pupil", "undergraduate"]
FOREVER = 10_000
OUTSIDE = ""

# 低保标准 yuan a month and 人均可支配收入 yuan a year, (country, town): the defaults of the indicator library.
STANDARD = (838, 1010)
DISPOSABLE = (25_000, 54_000)
# 特困 money, yuan a month (country, town), Shandong 2024.
EXTREME_HARDSHIP_GRANT = (1126, 1353)

CHILD = "child"
GRANDCHILD = "40"
HEAD, SPOUSE, PARENT = "01", "10", "50"


@dataclass(frozen=True)
class MemberPlan:
    """One member: `age` is [low, high) in years on the first night, `sex` 0 is drawn, `birth` overrides age.

    capacity '' is left to age and disability, 'blank' leaves the column empty. disability is category and grade ('41'),
    'severe' or ''. The switches say which rows a person has without being told: an enrolment for each year, a pupil's
    student row, aid in this term, contributions of a worker.
    """

    relation: str
    age: tuple[float, float]
    sex: int = 0
    job: Job = "none"
    birth: date | None = None
    twin: bool = False
    capacity: str = ""
    disability: str = ""
    ill: bool = False
    enrolled: bool = True
    studies: bool = True
    aided: bool = True
    contributes: bool = True


@dataclass(frozen=True)
class HouseholdPlan:
    """One household; assistance_type '' is a family outside the ledger, urban None is drawn.

    income is yuan a year, None = not known; reviewed None = an empty column; `paid` False leaves payments to the facts.
    `review_after` = (day, date): a review that a later delivery shows.
    """

    assistance_type: str
    members: tuple[MemberPlan, ...]
    status: str = "在保"
    urban: bool = False
    income: float | None = None
    cost: float = 0.0
    complete: bool | None = None
    property_ok: bool | None = True
    reviewed: date | Literal["recent"] | None = "recent"
    review_after: tuple[int, date] | None = None
    paid: bool = True


@dataclass(frozen=True)
class Fact:
    """An extra row of a feed about a member (by position), seen from day `from_day` until before `until_day`."""

    feed: str
    member: int
    values: dict[str, Any]
    from_day: int = 0
    until_day: int = FOREVER
    noise: str | None = None


@dataclass(frozen=True)
class Expectation:
    """What the rules must (hit) or must not (near miss) say on nights from `first` to `last`, both included.

    member None = of the household.
    """

    kind: Literal["hit", "near"]
    code: str
    member: int | None
    tier: str = ""
    case: str = ""
    first: date | None = None
    last: date | None = None

    def holds(self, night: date) -> bool:
        """Whether it is expected on a night."""
        return (self.first is None or self.first <= night) and (self.last is None or night <= self.last)


@dataclass(frozen=True)
class Scenario:
    """A planned household with what is expected of it; `common` ones are planted four times as often."""

    plan: HouseholdPlan
    facts: tuple[Fact, ...] = ()
    expected: tuple[Expectation, ...] = ()
    common: bool = False


FACT_COLUMNS: dict[str, dict[str, Any]] = {
    "enrolment": {"year": pl.Int32, "insurance_type": pl.String, "status": pl.String},
    "settlements": {
        "ordinal": pl.Int64,
        "settle_date": pl.Date,
        "med_type": pl.String,
        "cents": pl.Int64,
        "reverses": pl.Boolean,
    },
    "students": {"variant": pl.Int64, "student_status": pl.String, "home_teaching": pl.Boolean, "missing": pl.Boolean},
    "aid": {"school_year": pl.String, "term": pl.String},
    "deaths": {"death_date": pl.Date},
    "dangerous_houses": {
        "grade": pl.String,
        "appraised_date": pl.Date,
        "occupied": pl.Boolean,
        "renovation_month": pl.Date,
        "completed_date": pl.Date,
    },
    "unemployment": {
        "registered_date": pl.Date,
        "benefit_from": pl.Date,
        "benefit_until": pl.Date,
        "cancelled_date": pl.Date,
    },
    "contributions": {"insurance_type": pl.String, "month": pl.Date, "received": pl.Boolean},
    "payments": {"pay_month": pl.Date, "pay_status": pl.String},
}


@dataclass(frozen=True)
class FactTables:
    """One frame a feed: plan, member_no, from_day, until_day, force_noise and the feed's own columns."""

    frames: dict[str, pl.DataFrame] = field(default_factory=dict)

    @staticmethod
    def of(scenarios: list[Scenario], first_plan: int) -> "FactTables":
        """The tables of scenarios whose plans are numbered from `first_plan`."""
        rows: dict[str, list[dict[str, Any]]] = {feed: [] for feed in FACT_COLUMNS}
        for number, scenario in enumerate(scenarios, start=first_plan):
            for fact in scenario.facts:
                where = {"plan": number, "member_no": fact.member, "from_day": fact.from_day}
                until = {"until_day": fact.until_day, "force_noise": fact.noise}
                rows[fact.feed].append(where | until | fact.values)
        return FactTables({feed: _frame(feed, found) for feed, found in rows.items()})


def _frame(feed: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    place = {"plan": pl.Int32, "member_no": pl.Int32, "from_day": pl.Int32, "until_day": pl.Int32}
    return pl.DataFrame(rows, schema=place | {"force_noise": pl.String} | FACT_COLUMNS[feed])
