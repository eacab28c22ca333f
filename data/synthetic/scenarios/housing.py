"""Planted cases of ZJ01.

Belongs here: dangerous houses. Does not belong here: cases of several departments (joint.py).
"""

from datetime import timedelta

from data.synthetic.dates import Dates
from data.synthetic.plan import Scenario
from data.synthetic.scenarios.words import (
    COUPLE,
    ELDER,
    ELDERS,
    FAMILY,
    FARMER,
    common,
    hit,
    house,
    near,
    plan,
    planted,
)


def dangerous_house_hits(dates: Dates) -> list[Scenario]:
    """ZJ01: grade C (orange) and D (red), lived in, not completed after the appraisal."""
    appraised = dates.ago(150)
    tomorrow = dates.first + timedelta(days=1)
    return [
        common(plan("120", *FAMILY), house(0, "C", appraised), hit("ZJ01", None, "O", "dibao, grade C")),
        common(plan("990", *ELDERS), house(0, "D", appraised), hit("ZJ01", None, "R", "watched, grade D")),
        planted(
            plan("", FARMER), house(0, "D", appraised), hit("ZJ01", None, "R", "owner in no household of the ledger")
        ),
        planted(
            plan("670", *COUPLE),
            house(0, "C", appraised, completed=dates.ago(600)),
            hit("ZJ01", None, "O", "completed before it was appraised again"),
        ),
        common(
            plan("600", *FAMILY),
            house(0, "C", appraised, renovation=dates.month(-3)),
            hit("ZJ01", None, "O", "in renovation for three months"),
        ),
        common(plan("132", ELDER), house(0, "D", appraised), hit("ZJ01", None, "R", "tekun, grade D")),
        common(plan("120", *ELDERS), house(1, "C", appraised), hit("ZJ01", None, "O", "owned by the wife")),
        common(
            plan("120", *FAMILY),
            house(0, "D", appraised, until_day=1),
            house(0, "D", appraised, completed=dates.first, from_day=1),
            hit("ZJ01", None, "R", "completion arrives tomorrow", last=dates.first),
            near("ZJ01", None, "resolved on the second day", first=tomorrow),
        ),
        common(
            plan("120", *COUPLE),
            house(0, "D", dates.ago(1), from_day=1),
            near("ZJ01", None, "appraisal arrives tomorrow", last=dates.first),
            hit("ZJ01", None, "R", "new on the second day", first=tomorrow),
        ),
    ]


def dangerous_house_near(dates: Dates) -> list[Scenario]:
    """ZJ01: safe grades, not lived in, completed since."""
    appraised = dates.ago(400)
    return [
        common(plan("120", *FAMILY), house(0, "B", appraised), near("ZJ01", None, "grade B")),
        common(plan("120", *COUPLE), house(0, "D", appraised, occupied=False), near("ZJ01", None, "not lived in")),
        common(
            plan("990", *ELDERS),
            house(0, "C", appraised, renovation=dates.month(-10), completed=dates.ago(60)),
            near("ZJ01", None, "completed after the appraisal"),
        ),
        common(
            plan("600", *COUPLE),
            house(0, "D", appraised, renovation=dates.month(-10), completed=dates.first),
            near("ZJ01", None, "completed today"),
        ),
        planted(plan("132", ELDER), house(0, "A", appraised), near("ZJ01", None, "grade A")),
    ]


def scenarios(dates: Dates) -> list[Scenario]:
    """All of them."""
    return [*dangerous_house_hits(dates), *dangerous_house_near(dates)]
