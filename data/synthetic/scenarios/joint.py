"""Planted cases of ZH05: difficulties that three or more departments see in one household.

Belongs here: combinations, each with its component hits. Does not belong here: cases of one department.
"""

from dataclasses import replace
from datetime import timedelta

from data.synthetic.dates import Dates, months_before
from data.synthetic.plan import Scenario
from data.synthetic.scenarios.words import (
    ELDER_HUSBAND,
    ELDER_WIFE,
    FARMER,
    PUPIL,
    WIFE,
    death,
    hit,
    house,
    near,
    plan,
    planted,
    registered,
    settled,
    student,
)

NOT_ENROLLED_WIFE = replace(WIFE, enrolled=False)
CHILD_UNTOLD = replace(PUPIL, studies=False, aided=False)
NO_AID = replace(PUPIL, aided=False)

PART = "part of a joint case or near miss"
JOINT = hit("ZH05", None, "R", "")
NOT_ENROLLED, COSTLY = hit("YB08", 1, "O", PART), hit("YB01", 0, "O", PART)
DROPOUT, UNAIDED = hit("JY01", 2, "R", PART), hit("JY02", 2, "O", PART)
DANGEROUS_C, DANGEROUS_D = hit("ZJ01", None, "O", PART), hit("ZJ01", None, "R", PART)


def joint_hits(dates: Dates) -> list[Scenario]:
    """ZH05 with three and four departments, and one that begins on the second day."""
    when, appraised = dates.this_year(40), dates.ago(150)
    tomorrow = dates.first + timedelta(days=1)
    lately = hit("RS01", 0, "Y", PART, last=dates.ago(5) + timedelta(days=29))
    return [
        planted(
            plan("120", FARMER, NOT_ENROLLED_WIFE, CHILD_UNTOLD),
            *(student(2, "06"), house(0, "C", appraised)),
            *(NOT_ENROLLED, DROPOUT, DANGEROUS_C),
            replace(JOINT, case="insurance, school and house"),
        ),
        planted(
            plan("600", FARMER, replace(WIFE, disability="42"), PUPIL, income=None),
            *(settled(0, 0, when, 13_500), house(0, "D", appraised)),
            *(hit("MZ03", 1, "R", PART), COSTLY, DANGEROUS_D),
            replace(JOINT, case="disability, medical cost and house"),
        ),
        planted(
            plan("990", FARMER, WIFE, CHILD_UNTOLD, income=25_140),
            house(0, "D", appraised),
            *(hit("ZH01", None, "R", PART), DROPOUT, DANGEROUS_D),
            replace(JOINT, case="income, school and house of a watched household"),
        ),
        planted(
            plan("670", FARMER, replace(WIFE, enrolled=False, disability="12"), CHILD_UNTOLD),
            *(registered(0, dates.ago(5)), house(0, "C", appraised)),
            *(NOT_ENROLLED, DROPOUT, DANGEROUS_C, lately, hit("RS04", None, "R", PART)),
            replace(JOINT, case="four departments"),
        ),
        planted(
            plan("120", FARMER, NOT_ENROLLED_WIFE, NO_AID),
            house(0, "C", dates.ago(2), from_day=1),
            *(NOT_ENROLLED, UNAIDED),
            replace(DANGEROUS_C, first=tomorrow),
            near("ZH05", None, "two departments until tomorrow", last=dates.first),
            replace(JOINT, case="the third department from the second day", first=tomorrow),
        ),
    ]


def joint_near(dates: Dates) -> list[Scenario]:
    """ZH05: two departments, the third in blue, in the adverse lane, past, or one department many times."""
    when, appraised = dates.this_year(40), dates.ago(150)
    overdue = months_before(dates.first, 9)
    dead_wife = replace(ELDER_WIFE, enrolled=False)
    return [
        planted(
            plan("120", FARMER, NOT_ENROLLED_WIFE, NO_AID),
            *(NOT_ENROLLED, UNAIDED),
            near("ZH05", None, "two departments"),
        ),
        planted(
            plan("120", FARMER, NOT_ENROLLED_WIFE, NO_AID, reviewed=overdue),
            *(NOT_ENROLLED, UNAIDED, hit("MZ13", None, "B", PART)),
            near("ZH05", None, "the third department only in blue"),
        ),
        planted(
            plan("120", ELDER_HUSBAND, dead_wife),
            *(settled(0, 0, when, 13_500), house(0, "C", appraised)),
            death(1, dates.ago(60)),
            *(COSTLY, DANGEROUS_C),
            hit("MZ01", 1, "O", PART),
            near("ZH05", None, "the third department in the adverse lane"),
        ),
        planted(
            plan("120", FARMER, WIFE),
            *(settled(0, 0, when, 13_500), house(0, "C", appraised)),
            registered(0, dates.ago(8), cancelled=dates.ago(2)),
            *(COSTLY, DANGEROUS_C),
            near("ZH05", None, "the third department's cause is past"),
        ),
        planted(
            plan("120", FARMER, NOT_ENROLLED_WIFE, CHILD_UNTOLD),
            settled(0, 0, dates.this_year(20), 51_000),
            student(2, "06"),
            *(NOT_ENROLLED, COSTLY, DROPOUT),
            hit("YB02", 0, "R", PART),
            near("ZH05", None, "one department three times"),
        ),
    ]


def scenarios(dates: Dates) -> list[Scenario]:
    """All of them."""
    return [*joint_hits(dates), *joint_near(dates)]
