"""Planted cases of RS01, RS02 and RS04.

Belongs here: unemployment and contributions. Does not belong here: cases of several departments (joint.py).
Everyone who is registered unemployed lives with an able adult who is not, unless the case is RS04.
"""

from dataclasses import replace
from datetime import timedelta

from data.synthetic.dates import Dates, month_start, years_before
from data.synthetic.plan import HEAD, SPOUSE, MemberPlan, Scenario
from data.synthetic.scenarios.words import (
    COUPLE,
    ELDERS,
    FAMILY,
    FARMER,
    PUPIL,
    TEENAGER,
    WIFE,
    WORKER,
    common,
    contributed,
    death,
    hit,
    near,
    plan,
    planted,
    registered,
    still_listed_after_death,
)

LAPSED = replace(WORKER, contributes=False)
LONE_MOTHER = MemberPlan(HEAD, (36, 42), sex=2)
LONE_MAN = MemberPlan(HEAD, (40, 50), sex=1)
HUSBAND = MemberPlan(HEAD, (42, 50), sex=1)
HOUSEWIFE = MemberPlan(SPOUSE, (38, 48), sex=2)


def newly_unemployed_hits(dates: Dates) -> list[Scenario]:
    """RS01: a member of a household in force registered within 30 days."""
    tomorrow = dates.first + timedelta(days=1)
    out = dates.first + timedelta(days=30)
    return [
        common(
            plan("120", *FAMILY),
            registered(0, dates.ago(5)),
            hit("RS01", 0, "Y", "dibao, five days ago", last=dates.ago(5) + timedelta(days=29)),
        ),
        common(
            plan("600", *COUPLE),
            registered(1, dates.ago(29)),
            hit("RS01", 1, "Y", "on the window's first day", last=dates.first),
            near("RS01", 1, "fallen out of the window", first=tomorrow),
        ),
        common(
            plan("670", *FAMILY), registered(0, dates.first), hit("RS01", 0, "Y", "today", last=out - timedelta(days=1))
        ),
        common(
            plan("110", WORKER, WIFE, status="渐退"),
            registered(0, dates.ago(12)),
            hit("RS01", 0, "Y", "dibao in taper, contributions up to last month", last=out - timedelta(days=13)),
        ),
        common(
            plan("650", *COUPLE),
            registered(0, tomorrow, from_day=1),
            near("RS01", 0, "registers tomorrow", last=dates.first),
            hit("RS01", 0, "Y", "new on the second day", first=tomorrow, last=out),
        ),
        common(
            plan("120", *COUPLE),
            registered(0, dates.ago(8), until_day=1),
            registered(0, dates.ago(8), cancelled=tomorrow, from_day=1),
            hit("RS01", 0, "Y", "cancelled tomorrow", last=dates.first),
            near("RS01", 0, "resolved on the second day", first=tomorrow),
        ),
    ]


def newly_unemployed_near(dates: Dates) -> list[Scenario]:
    """RS01: 30 days ago, cancelled, not in force, deceased."""
    died = dates.ago(10)
    return [
        common(plan("120", *COUPLE), registered(0, dates.ago(30)), near("RS01", 0, "30 days ago")),
        common(
            plan("120", *FAMILY),
            registered(0, dates.ago(10), cancelled=dates.ago(3)),
            near("RS01", 0, "cancelled since"),
        ),
        common(plan("990", *COUPLE), registered(0, dates.ago(5)), near("RS01", 0, "only watched")),
        planted(
            plan("600", *COUPLE, status="退出"), registered(0, dates.ago(5)), near("RS01", 0, "no longer in force")
        ),
        planted(
            plan("670", *COUPLE),
            registered(0, dates.ago(20)),
            death(0, died),
            near("RS01", 0, "deceased"),
            *still_listed_after_death(0, died),
        ),
        planted(plan("", WORKER, WIFE), registered(0, dates.ago(5)), near("RS01", 0, "in no household of the ledger")),
    ]


def lapsed_hits(dates: Dates) -> list[Scenario]:
    """RS02: paid for at least half a year, nothing for the last three full months, no benefit."""
    case = hit("RS02", 0, "O", "")
    return [
        planted(
            plan("990", LAPSED, WIFE),
            contributed(0, dates, range(-15, -3)),
            replace(case, case="a year paid, three months none"),
        ),
        planted(
            plan("990", LAPSED, WIFE, PUPIL),
            contributed(0, dates, range(-9, -3)),
            replace(case, case="exactly six months paid"),
        ),
        planted(
            plan("", LAPSED, WIFE),
            contributed(0, dates, range(-14, -3)),
            replace(case, case="in no household of the ledger"),
        ),
        planted(
            plan("670", LAPSED, WIFE),
            contributed(0, dates, range(-15, -4)),
            replace(case, case="relapse-monitored, four months none"),
        ),
        planted(
            plan("990", LAPSED, WIFE),
            contributed(0, dates, range(-15, -3)),
            contributed(0, dates, range(-3, 0), received=False),
            replace(case, case="declared for three months but the money did not arrive"),
        ),
    ]


def lapsed_near(dates: Dates) -> list[Scenario]:
    """RS02: little paid before, a benefit, too old, a shorter gap, another insurance, recovered, deceased."""
    sixty = MemberPlan(HEAD, (60, 61), sex=1, birth=years_before(dates.first, 60) - timedelta(days=3), job="farmer")
    next_month = month_start(dates.first, 1)
    too_little = near("RS02", 0, "only five months paid before")
    resident = near("RS02", 0, "residents' pension, not employees'")
    return [
        planted(plan("990", LAPSED, WIFE), contributed(0, dates, range(-8, -3)), too_little),
        planted(
            plan("990", LAPSED, WIFE),
            contributed(0, dates, range(-15, -3)),
            registered(0, dates.month(-3) + timedelta(days=9), benefit=(dates.month(-3), dates.month(8))),
            near("RS02", 0, "unemployment benefit in force"),
        ),
        planted(
            plan("990", sixty, WIFE), contributed(0, dates, range(-15, -3)), near("RS02", 0, "60 since three days")
        ),
        planted(
            plan("990", LAPSED, WIFE),
            contributed(0, dates, range(-15, -2)),
            near("RS02", 0, "two full months none", last=next_month - timedelta(days=1)),
            hit("RS02", 0, "O", "the third month is full", first=next_month),
        ),
        planted(
            plan("990", LAPSED, WIFE),
            contributed(0, dates, range(-15, -6)),
            contributed(0, dates, range(-2, 0)),
            near("RS02", 0, "a gap that is over"),
        ),
        planted(plan("990", FARMER, WIFE), contributed(0, dates, range(-15, -3), "170"), resident),
        planted(
            plan("990", LAPSED, WIFE),
            contributed(0, dates, range(-15, -3)),
            death(0, dates.ago(70)),
            near("RS02", 0, "deceased"),
        ),
    ]


def zero_employment_hits(dates: Dates) -> list[Scenario]:
    """RS04: every able member registered unemployed and without contribution."""
    when = dates.ago(100)
    disabled = replace(HOUSEWIFE, disability="42")
    older = replace(HUSBAND, age=(61, 64))
    case = hit("RS04", None, "R", "")
    return [
        planted(plan("120", LONE_MOTHER, PUPIL), registered(0, when), replace(case, case="lone mother")),
        planted(
            plan("600", HUSBAND, HOUSEWIFE),
            registered(0, when),
            registered(1, when),
            replace(case, case="both of a couple"),
        ),
        planted(
            plan("120", HUSBAND, disabled), registered(0, when), replace(case, case="the wife is severely disabled")
        ),
        planted(
            plan("670", LONE_MAN),
            registered(0, dates.ago(15)),
            replace(case, case="man alone, registered within 30 days"),
            hit("RS01", 0, "Y", "the same registration", last=dates.ago(15) + timedelta(days=29)),
        ),
        planted(plan("990", older, HOUSEWIFE), registered(1, when), replace(case, case="the husband is above 60")),
        planted(
            plan("600", LONE_MOTHER, TEENAGER), registered(0, when), replace(case, case="mother and a pupil of 17")
        ),
    ]


def zero_employment_near(dates: Dates) -> list[Scenario]:
    """RS04: one able member not registered, a contribution, a cancelled registration, nobody able."""
    when = dates.ago(100)
    weak = replace(LONE_MAN, capacity="02")
    return [
        planted(
            plan("120", HUSBAND, HOUSEWIFE), registered(0, when), near("RS04", None, "one of two is not registered")
        ),
        planted(plan("990", WORKER), registered(0, when), near("RS04", None, "contributions up to last month")),
        planted(
            plan("600", LONE_MOTHER, PUPIL),
            registered(0, when, cancelled=dates.ago(40)),
            near("RS04", None, "registration cancelled"),
        ),
        planted(plan("120", *ELDERS), near("RS04", None, "nobody of working age")),
        planted(plan("120", weak), registered(0, when), near("RS04", None, "capacity partly lost")),
    ]


def scenarios(dates: Dates) -> list[Scenario]:
    """All of them."""
    return [
        *newly_unemployed_hits(dates),
        *newly_unemployed_near(dates),
        *lapsed_hits(dates),
        *lapsed_near(dates),
        *zero_employment_hits(dates),
        *zero_employment_near(dates),
    ]
