"""Planted cases of YB08.

Belongs here: medical insurance enrolment. Does not belong here: own-pay (medical.py).
"""

from dataclasses import replace
from datetime import timedelta

from data.synthetic.dates import Dates
from data.synthetic.plan import CHILD, HEAD, MemberPlan, Scenario
from data.synthetic.scenarios.words import (
    ELDER,
    FARMER,
    PUPIL,
    WIFE,
    common,
    death,
    enrolment,
    hit,
    near,
    plan,
    planted,
    still_listed_after_death,
)

UNTOLD_WIFE = replace(WIFE, enrolled=False)
UNTOLD_ELDER = replace(ELDER, enrolled=False)


def not_enrolled_hits(dates: Dates) -> list[Scenario]:
    """YB08: in force and without a normal enrolment for the year."""
    year = dates.first.year
    infant = MemberPlan(CHILD, (0.3, 0.7), enrolled=False)
    tomorrow = dates.first + timedelta(days=1)
    return [
        common(
            plan("120", FARMER, UNTOLD_WIFE, PUPIL),
            enrolment(1, year - 1),
            hit("YB08", 1, "O", "enrolled last year only"),
        ),
        common(plan("600", FARMER, UNTOLD_WIFE), enrolment(1, year, "2"), hit("YB08", 1, "O", "enrolment suspended")),
        common(plan("650", FARMER, UNTOLD_WIFE), enrolment(1, year, "4"), hit("YB08", 1, "O", "enrolment ended")),
        common(plan("131", UNTOLD_ELDER), hit("YB08", 0, "O", "tekun, town, never enrolled")),
        common(
            plan("120", UNTOLD_ELDER, status="渐退"), enrolment(0, year, "4"), hit("YB08", 0, "O", "dibao in taper")
        ),
        common(plan("670", FARMER, WIFE, infant), hit("YB08", 2, "O", "newborn not enrolled")),
        common(
            plan("120", FARMER, UNTOLD_WIFE),
            enrolment(1, year, from_day=1),
            hit("YB08", 1, "O", "enrolled from tomorrow", last=dates.first),
            near("YB08", 1, "resolved on the second day", first=tomorrow),
        ),
        common(
            plan("650", FARMER, UNTOLD_WIFE),
            enrolment(1, year, "1", until_day=1),
            enrolment(1, year, "2", from_day=1),
            near("YB08", 1, "suspended from tomorrow", last=dates.first),
            hit("YB08", 1, "O", "new on the second day", first=tomorrow),
        ),
    ]


def not_enrolled_near(dates: Dates) -> list[Scenario]:
    """YB08: enrolled elsewhere, not in force, deceased, or enrolled under another form of the number."""
    year = dates.first.year
    died = dates.ago(10)
    return [
        common(
            plan("120", FARMER, UNTOLD_WIFE, PUPIL),
            enrolment(1, year, "4"),
            enrolment(1, year, "1", "310"),
            near("YB08", 1, "one insurance ended, another normal"),
        ),
        common(plan("990", FARMER, UNTOLD_WIFE), near("YB08", 1, "only watched")),
        common(plan("120", FARMER, UNTOLD_WIFE, status="退出"), near("YB08", 1, "left dibao")),
        common(
            plan("600", FARMER, UNTOLD_WIFE),
            death(1, died),
            near("YB08", 1, "deceased"),
            *still_listed_after_death(1, died),
        ),
        common(plan("660", UNTOLD_ELDER), enrolment(0, year, "2"), near("YB08", 0, "other hardship is not in force")),
        common(
            plan("120", UNTOLD_ELDER),
            enrolment(0, year, noise="id15"),
            near("YB08", 0, "enrolled under the 15-digit number"),
        ),
        common(
            plan("120", replace(UNTOLD_ELDER, age=(68, 74))),
            enrolment(0, year, noise="name_space"),
            near("YB08", 0, "enrolled under a name with a space"),
        ),
        planted(
            plan("", MemberPlan(HEAD, (30, 50), job="farmer", enrolled=False)),
            enrolment(0, year, "2"),
            near("YB08", 0, "in no household of the ledger"),
        ),
    ]


def scenarios(dates: Dates) -> list[Scenario]:
    """All of them."""
    return [*not_enrolled_hits(dates), *not_enrolled_near(dates)]
