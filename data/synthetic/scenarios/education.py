"""Planted cases of JY01 and JY02.

Belongs here: schooling and student aid. Does not belong here: cases of several departments (joint.py).
"""

from dataclasses import replace
from datetime import timedelta

from data.synthetic.dates import Dates, term_before, years_before
from data.synthetic.plan import CHILD, HEAD, MemberPlan, Scenario
from data.synthetic.scenarios.words import (
    COUPLE,
    FARMER,
    PUPIL,
    TEENAGER,
    WIFE,
    aid,
    common,
    death,
    hit,
    near,
    plan,
    planted,
    still_listed_after_death,
    student,
)

# A child whose student rows are told one by one, and a pupil without this term's aid.
CHILD_UNTOLD = replace(PUPIL, studies=False, aided=False)
NO_AID = replace(PUPIL, aided=False)
TEENAGER_NO_AID = replace(TEENAGER, aided=False)
NOT_IN_SCHOOL = (
    ("06", "lost from school"),
    ("02", "suspended, no home teaching"),
    ("03", "withdrawn"),
    ("04", "stopped"),
    ("15", "whereabouts unknown"),
)


def dropout_hits(dates: Dates) -> list[Scenario]:
    """JY01: every status that the rule names, no row at all, the last year of the duty."""
    tomorrow = dates.first + timedelta(days=1)
    fifteen = MemberPlan(CHILD, (15, 16), birth=dates.ago(round(15.5 * 365.25)), studies=False, job="pupil")
    kinds = ("120", "990", "660", "670", "650")
    by_status = [
        common(plan(kind, FARMER, WIFE, CHILD_UNTOLD), student(2, status), hit("JY01", 2, "R", case))
        for kind, (status, case) in zip(kinds, NOT_IN_SCHOOL, strict=True)
    ]
    return [
        *by_status,
        common(plan("990", *COUPLE, CHILD_UNTOLD), hit("JY01", 2, "R", "no student row")),
        common(plan("600", *COUPLE, fifteen), hit("JY01", 2, "R", "15 years old, no student row")),
        common(
            plan("990", *COUPLE, CHILD_UNTOLD),
            student(2, "06", until_day=1),
            student(2, "01", from_day=1),
            hit("JY01", 2, "R", "back in school from tomorrow", last=dates.first),
            near("JY01", 2, "resolved on the second day", first=tomorrow),
        ),
        common(
            plan("990", *COUPLE, CHILD_UNTOLD),
            student(2, "01", until_day=1),
            student(2, "06", from_day=1),
            near("JY01", 2, "lost from school from tomorrow", last=dates.first),
            hit("JY01", 2, "R", "new on the second day", first=tomorrow),
        ),
    ]


def dropout_near(dates: Dates) -> list[Scenario]:
    """JY01: taught at home, too old, too young, moved school, not watched, deceased, no id on the row."""
    sixteen = MemberPlan(
        CHILD, (16, 17), birth=years_before(dates.first, 16) - timedelta(days=3), job="pupil", studies=False
    )
    five = MemberPlan(CHILD, (4.5, 4.8))
    return [
        common(
            plan("120", *COUPLE, CHILD_UNTOLD),
            student(2, "02", home_teaching=True),
            near("JY01", 2, "suspended but taught at home"),
        ),
        common(plan("990", *COUPLE, sixteen), near("JY01", 2, "16 since three days, no student row")),
        common(plan("120", *COUPLE, five), near("JY01", 2, "too young for school")),
        common(
            plan("990", *COUPLE, CHILD_UNTOLD),
            student(2, "10"),
            student(2, "01", variant=1),
            near("JY01", 2, "moved to another school"),
        ),
        planted(
            plan("990", *COUPLE, CHILD_UNTOLD, status="退出"),
            student(2, "06"),
            near("JY01", 2, "household no longer watched"),
        ),
        planted(
            plan("990", *COUPLE, CHILD_UNTOLD), death(2, dates.ago(200)), near("JY01", 2, "deceased, no student row")
        ),
        planted(plan("", *COUPLE, CHILD_UNTOLD), student(2, "06"), near("JY01", 2, "in no household of the ledger")),
        planted(
            plan("990", *COUPLE, CHILD_UNTOLD),
            student(2, "01", missing=True),
            near("JY01", 2, "student row without the id, guardian's id present"),
        ),
    ]


def unaided_hits(dates: Dates) -> list[Scenario]:
    """JY02: in school, in an entitled household, nothing for this term."""
    before = term_before(dates.term)
    year_before = f"{int(dates.term.year[:4]) - 1}-{dates.term.year[:4]}"
    orphaned = MemberPlan(HEAD, (11, 13), job="pupil", aided=False)
    tomorrow = dates.first + timedelta(days=1)
    return [
        common(plan("120", *COUPLE, NO_AID), hit("JY02", 2, "O", "dibao, no aid at all")),
        common(
            plan("600", *COUPLE, TEENAGER_NO_AID),
            aid(2, before.year, before.term),
            hit("JY02", 2, "O", "margin, aid of last term only"),
        ),
        common(
            plan("650", *COUPLE, NO_AID),
            aid(2, year_before, dates.term.term),
            hit("JY02", 2, "O", "rigid expenditure, aid of the same term a year ago"),
        ),
        common(plan("132", orphaned), hit("JY02", 0, "O", "tekun child")),
        common(plan("120", *COUPLE, TEENAGER_NO_AID, status="渐退"), hit("JY02", 2, "O", "dibao in taper")),
        common(
            plan("110", *COUPLE, NO_AID),
            aid(2, dates.term.year, dates.term.term, from_day=1),
            hit("JY02", 2, "O", "aid arrives tomorrow", last=dates.first),
            near("JY02", 2, "resolved on the second day", first=tomorrow),
        ),
    ]


def unaided_near(dates: Dates) -> list[Scenario]:
    """JY02: not an entitled kind of household, aided, not in school, deceased."""
    suspended = replace(TEENAGER_NO_AID, studies=False)
    died = dates.ago(10)
    return [
        common(plan("670", *COUPLE, NO_AID), near("JY02", 2, "relapse-monitored is not among the kinds")),
        common(plan("990", *COUPLE, NO_AID), near("JY02", 2, "only watched")),
        common(
            plan("120", *COUPLE, NO_AID),
            aid(2, dates.term.year, dates.term.term),
            near("JY02", 2, "aided this term, not the term before"),
        ),
        planted(plan("120", *COUPLE, suspended), student(2, "02"), near("JY02", 2, "17, studies suspended")),
        planted(plan("120", *COUPLE, NO_AID, status="退出"), near("JY02", 2, "left dibao")),
        planted(
            plan("600", *COUPLE, TEENAGER_NO_AID),
            death(2, died),
            near("JY02", 2, "deceased"),
            *still_listed_after_death(2, died),
        ),
    ]


def scenarios(dates: Dates) -> list[Scenario]:
    """All of them."""
    return [*dropout_hits(dates), *dropout_near(dates), *unaided_hits(dates), *unaided_near(dates)]
