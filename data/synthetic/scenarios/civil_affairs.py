"""Planted cases of MZ01, MZ03 and MZ13.

Belongs here: benefits after death, severe disability in margin households, overdue reviews. Does not belong here:
income (income.py).
"""

from dataclasses import replace
from datetime import date, timedelta

from data.synthetic.dates import Dates, months_before
from data.synthetic.plan import HEAD, SPOUSE, Expectation, HouseholdPlan, MemberPlan, Scenario
from data.synthetic.scenarios.words import (
    COUPLE,
    ELDER,
    ELDERS,
    FAMILY,
    FARMER,
    PUPIL,
    WIFE,
    common,
    death,
    hit,
    near,
    paid,
    plan,
    planted,
    still_listed_after_death,
)

TOLD_PAYMENTS = {"paid": False}


def months_up_to(dates: Dates, day: date) -> range:
    """Month offsets from 13 back to the month of a day."""
    return range(-13, (day.year - dates.first.year) * 12 + day.month - dates.first.month + 1)


def death_hits(dates: Dates) -> list[Scenario]:
    """MZ01: paid for a month after death, or still in force more than 30 days after it."""
    long_ago = dates.month(-2) + timedelta(days=9)
    month_end = dates.month(0) - timedelta(days=1)
    early = dates.ago(45)
    case = hit("MZ01", 0, "O", "")
    return [
        planted(
            plan("120", ELDER, **TOLD_PAYMENTS),
            death(0, long_ago),
            paid(0, dates, range(-13, 1)),
            replace(case, case="dibao paid for two months after death"),
        ),
        planted(
            plan("132", ELDER, **TOLD_PAYMENTS),
            death(0, early),
            paid(0, dates, months_up_to(dates, early)),
            replace(case, case="tekun, payments ended, still in force"),
        ),
        planted(
            plan("120", *ELDERS),
            death(1, dates.ago(60)),
            replace(case, member=1, case="dead member of a dibao household"),
        ),
        planted(
            plan("600", *ELDERS, status="渐退"),
            death(1, dates.ago(40)),
            replace(case, member=1, case="margin in taper"),
        ),
        planted(
            plan("110", ELDER, **TOLD_PAYMENTS),
            death(0, month_end),
            paid(0, dates, range(-13, 1)),
            replace(case, case="paid for the month after the month of death"),
        ),
    ]


def death_near(dates: Dates) -> list[Scenario]:
    """MZ01: lately dead, out of force, payment failed, watched only, another name on the death row."""
    lately, edge, early = dates.ago(10), dates.ago(30), dates.month(-3) + timedelta(days=9)
    left = plan("120", ELDER, status="退出", **TOLD_PAYMENTS)
    return [
        planted(
            plan("132", ELDER, **TOLD_PAYMENTS),
            death(0, lately),
            paid(0, dates, months_up_to(dates, lately)),
            *still_listed_after_death(0, lately),
        ),
        planted(
            plan("120", ELDER, **TOLD_PAYMENTS),
            death(0, edge),
            paid(0, dates, months_up_to(dates, edge)),
            *still_listed_after_death(0, edge),
        ),
        planted(
            left,
            death(0, early),
            paid(0, dates, months_up_to(dates, early)),
            near("MZ01", 0, "out of force since death"),
        ),
        planted(
            left,
            death(0, early),
            paid(0, dates, months_up_to(dates, early)),
            paid(0, dates, range(-2, -1), "失败"),
            near("MZ01", 0, "the payment after death failed"),
        ),
        planted(plan("990", *ELDERS), death(0, dates.ago(200)), near("MZ01", 0, "watched household, no benefit")),
        planted(
            plan("120", ELDER),
            death(0, dates.ago(80), noise="other_name"),
            near("MZ01", 0, "same id, another name on the death row"),
        ),
    ]


def severe_disability_hits(_: Dates) -> list[Scenario]:
    """MZ03: each disability that the rule names, and serious illness."""
    kinds = (("41", "limbs, grade 1"), ("12", "sight, grade 2"), ("53", "mind, grade 3"), ("63", "psyche, grade 3"))
    by_kind = [
        planted(plan("600", replace(FARMER, disability=kind), WIFE, PUPIL), hit("MZ03", 0, "R", case))
        for kind, case in kinds
    ]
    return [
        *by_kind,
        planted(plan("600", FARMER, replace(WIFE, ill=True)), hit("MZ03", 1, "R", "serious illness")),
        planted(
            plan("600", replace(FARMER, disability="72"), WIFE, status="渐退"),
            hit("MZ03", 0, "R", "multiple, grade 2, taper"),
        ),
    ]


def severe_disability_near(dates: Dates) -> list[Scenario]:
    """MZ03: a lighter grade, another kind of household, no longer in force, deceased."""
    died = dates.ago(10)

    def farmer(disability: str) -> MemberPlan:
        return replace(FARMER, disability=disability)

    return [
        planted(plan("600", farmer("43"), WIFE), near("MZ03", 0, "limbs, grade 3")),
        planted(plan("600", farmer("64"), WIFE), near("MZ03", 0, "psyche, grade 4")),
        planted(plan("600", farmer("41"), WIFE, status="退出"), near("MZ03", 0, "no longer in force")),
        planted(plan("650", farmer("41"), WIFE), near("MZ03", 0, "rigid expenditure household")),
        planted(
            plan("600", farmer("42"), WIFE),
            death(0, died),
            near("MZ03", 0, "deceased"),
            *still_listed_after_death(0, died),
        ),
        planted(plan("990", replace(FARMER, ill=True), WIFE), near("MZ03", 0, "serious illness, only watched")),
    ]


def overdue_hits(dates: Dates) -> list[Scenario]:
    """MZ13: no review for a year, or for half a year with somebody able to work."""
    case = hit("MZ13", None, "B", "")

    def reviewed(kind: str, members: tuple[MemberPlan, ...], months: int) -> HouseholdPlan:
        return plan(kind, *members, reviewed=months_before(dates.first, months) - timedelta(days=3))

    renewed = replace(reviewed("120", COUPLE, 8), review_after=(1, dates.first))
    return [
        common(reviewed("120", ELDERS, 13), replace(case, case="nobody able, 13 months")),
        common(reviewed("120", COUPLE, 7), replace(case, case="able members, 7 months")),
        common(reviewed("600", FAMILY, 6), replace(case, case="margin, able members, 6 months and 3 days")),
        common(reviewed("132", (ELDER,), 14), replace(case, case="tekun, 14 months")),
        common(reviewed("670", COUPLE, 8), replace(case, case="relapse-monitored, able members")),
        common(
            renewed,
            replace(case, case="review arrives tomorrow", last=dates.first),
            near("MZ13", None, "resolved on the second day", first=dates.first + timedelta(days=1)),
        ),
    ]


def overdue_near(dates: Dates) -> list[Scenario]:
    """MZ13: exactly on the day, nobody able, in taper, watched, unknown, unable members."""
    year, half = months_before(dates.first, 12), months_before(dates.first, 6)
    old = months_before(dates.first, 8)
    disabled = MemberPlan(HEAD, (40, 50), sex=1, disability="42", capacity="01")
    elder_pair = (MemberPlan(HEAD, (60.5, 62), sex=1), MemberPlan(SPOUSE, (60.2, 61.5), sex=2))
    return [
        common(plan("120", *ELDERS, reviewed=year), *turning(dates, 12, "12 months to the day")),
        common(plan("120", *COUPLE, reviewed=half), *turning(dates, 6, "6 months to the day")),
        common(plan("120", *ELDERS, reviewed=old), near("MZ13", None, "nobody able, 8 months")),
        common(
            plan("120", *ELDERS, status="渐退", reviewed=months_before(dates.first, 14)), near("MZ13", None, "in taper")
        ),
        common(plan("990", *COUPLE, reviewed=months_before(dates.first, 20)), near("MZ13", None, "only watched")),
        planted(plan("120", *ELDERS, reviewed=None), near("MZ13", None, "date of review unknown")),
        planted(plan("120", disabled, reviewed=old), near("MZ13", None, "of working age but severely disabled")),
        planted(plan("120", *elder_pair, reviewed=old), near("MZ13", None, "both just above 60")),
    ]


def turning(dates: Dates, months: int, case: str) -> tuple[Expectation, Expectation]:
    """A review whose term ends today: a near miss tonight, a hit once more than `months` have gone by."""
    review = months_before(dates.first, months)
    late = next(night for night in _nights(dates.first) if months_before(night, months) > review)
    return (
        near("MZ13", None, case, last=late - timedelta(days=1)),
        hit("MZ13", None, "B", "overdue since the day before", first=late),
    )


def _nights(first: date) -> list[date]:
    return [first + timedelta(days=days) for days in range(1, 6)]


def scenarios(dates: Dates) -> list[Scenario]:
    """All of them."""
    return [
        *death_hits(dates),
        *death_near(dates),
        *severe_disability_hits(dates),
        *severe_disability_near(dates),
        *overdue_hits(dates),
        *overdue_near(dates),
    ]
