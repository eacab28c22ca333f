"""Planted cases of YB01 and YB02.

Belongs here: own-pay cases. Does not belong here: enrolment (enrolment.py), cases of several departments (joint.py).
"""

from datetime import timedelta

from data.synthetic.dates import Dates
from data.synthetic.plan import Fact, Scenario
from data.synthetic.scenarios.words import (
    COUPLE,
    ELDERS,
    FAMILY,
    WIFE,
    WORKER,
    common,
    death,
    hit,
    near,
    plan,
    planted,
    settled,
)

LIP_COUNTRY, LIP_TOWN = 12_500.00, 27_000.00
NOT_ENROLLED = {"enrolled": False}


def two_stays(dates: Dates, member: int, first: float, second: float) -> tuple[Fact, Fact]:
    """Two inpatient settlements of this year with the given own-pay."""
    return settled(member, 0, dates.this_year(100), first), settled(member, 1, dates.this_year(40), second)


def yearly_own_pay_hits(dates: Dates) -> list[Scenario]:
    """YB01: half the disposable income for those in force, all of it for others."""
    late = dates.this_year(40)
    return [
        common(
            plan("120", *FAMILY),
            *two_stays(dates, 0, 7000, 6000),
            hit("YB01", 0, "O", "dibao, country, two inpatient stays"),
        ),
        common(
            plan("600", *COUPLE),
            *two_stays(dates, 1, 9000, LIP_COUNTRY - 9000),
            hit("YB01", 1, "O", "margin, exactly at the line"),
        ),
        common(
            plan("110", *ELDERS, status="渐退"),
            *two_stays(dates, 0, 12_500, 14_500),
            settled(0, 2, late, 500, "14"),
            hit("YB01", 0, "O", "dibao in taper, town"),
        ),
        common(
            plan("990", *FAMILY),
            *two_stays(dates, 1, 13_000, 12_600),
            hit("YB01", 1, "O", "watched household, above one disposable income"),
        ),
        common(
            plan("", WORKER, WIFE),
            *two_stays(dates, 0, 30_000, 30_000),
            hit("YB01", 0, "O", "in no household of the ledger"),
        ),
        common(
            plan("670", *FAMILY),
            settled(0, 0, dates.this_year(100), 9_200),
            settled(0, 1, late, 2_000, "14"),
            settled(0, 2, late, 2_000, "11"),
            hit("YB01", 0, "O", "relapse-monitored, inpatient and outpatient together"),
        ),
    ]


def yearly_own_pay_near(dates: Dates) -> list[Scenario]:
    """YB01: what must stay below."""
    early, late = dates.this_year(100), dates.this_year(40)
    last_year = dates.first.replace(year=dates.first.year - 1, month=12, day=20)
    return [
        common(
            plan("120", *COUPLE),
            *two_stays(dates, 0, 6_499.99, 6_000),
            near("YB01", 0, "one cent below the line"),
        ),
        common(
            plan("600", *COUPLE),
            *two_stays(dates, 0, 7_000, 7_000),
            settled(0, 1, late + timedelta(days=min(2, (dates.first - late).days)), 7_000, reverses=True),
            near("YB01", 0, "one of two settlements reversed"),
        ),
        common(
            plan("120", *ELDERS),
            settled(1, 0, last_year, 8_000),
            settled(1, 1, late, 8_000),
            near("YB01", 1, "half of it was last year"),
        ),
        common(
            plan("990", *FAMILY),
            settled(0, 0, early, 20_000),
            near("YB01", 0, "watched household, below one disposable income"),
        ),
        planted(
            plan("990", *ELDERS),
            *two_stays(dates, 0, 20_000, 20_000),
            death(0, dates.ago(10)),
            near("YB01", 0, "deceased"),
        ),
        planted(
            plan("120", *COUPLE, status="退出"),
            *two_stays(dates, 0, 7_000, 6_000),
            near("YB01", 0, "left dibao: the line of others holds"),
        ),
    ]


def large_stay_hits(dates: Dates) -> list[Scenario]:
    """YB02: one inpatient settlement above 50,000 within 90 days."""
    when = dates.this_year(20)
    edge, tomorrow = dates.ago(89), dates.first + timedelta(days=1)
    yearly = hit("YB01", 0, "O", "the same stay")
    return [
        planted(
            plan("990", *FAMILY),
            settled(0, 0, when, 50_000.01),
            hit("YB02", 0, "R", "one cent above the line"),
            yearly,
        ),
        planted(plan("120", *FAMILY), settled(0, 0, when, 62_000), hit("YB02", 0, "R", "dibao"), yearly),
        planted(
            plan("990", *COUPLE, urban=True),
            settled(1, 0, when, 52_000),
            hit("YB02", 1, "R", "town, below YB01's line"),
        ),
        planted(
            plan("990", *COUPLE, urban=True),
            settled(0, 0, edge, 52_000),
            hit("YB02", 0, "R", "on the window's first day", last=dates.first),
            near("YB02", 0, "fallen out of the window", first=tomorrow),
        ),
        planted(
            plan("600", *FAMILY),
            settled(0, 0, when, 55_000),
            settled(0, 1, when, 3_000),
            settled(0, 1, dates.first, 3_000, reverses=True),
            hit("YB02", 0, "R", "another settlement was reversed"),
            yearly,
        ),
        planted(
            plan("990", *COUPLE, urban=True),
            settled(0, 0, tomorrow, 52_000, from_day=1),
            near("YB02", 0, "settled tomorrow", last=dates.first),
            hit("YB02", 0, "R", "new on the second day", first=tomorrow),
        ),
    ]


def large_stay_near(dates: Dates) -> list[Scenario]:
    """YB02: at the line, reversed, too long ago, not inpatient, deceased, two stays."""
    when = dates.this_year(20)
    town = {"urban": True}
    return [
        planted(plan("990", *COUPLE, **town), settled(0, 0, when, 50_000), near("YB02", 0, "exactly 50,000")),
        planted(
            plan("990", *COUPLE),
            settled(0, 0, when, 60_000),
            settled(0, 0, dates.first, 60_000, reverses=True),
            near("YB02", 0, "reversed"),
            near("YB01", 0, "reversed"),
        ),
        planted(
            plan("990", *COUPLE, **town), settled(0, 0, dates.ago(90), 52_000), near("YB02", 0, "settled 90 days ago")
        ),
        planted(
            plan("990", *ELDERS, **town),
            settled(0, 0, when, 51_000, "14"),
            near("YB02", 0, "outpatient, not inpatient"),
        ),
        planted(
            plan("990", *ELDERS, **town),
            settled(0, 0, when, 55_000),
            death(0, dates.ago(5)),
            near("YB02", 0, "deceased"),
            near("YB01", 0, "deceased"),
        ),
        planted(
            plan("990", *COUPLE, **town),
            settled(0, 0, when, 30_000),
            settled(0, 1, when, 23_000),
            near("YB02", 0, "two stays together above the line"),
        ),
    ]


def scenarios(dates: Dates) -> list[Scenario]:
    """All of them."""
    return [*yearly_own_pay_hits(dates), *yearly_own_pay_near(dates), *large_stay_hits(dates), *large_stay_near(dates)]
