"""Planted cases of ZH01 and ZH02.

Belongs here: incomes around the dibao standard. Does not belong here: cases of several departments (joint.py).
Incomes are yuan a year of the whole household; country standard 838, town 1010 yuan a head a month.
"""

from data.synthetic.dates import Dates
from data.synthetic.plan import HEAD, MemberPlan, Scenario
from data.synthetic.scenarios.words import COUPLE, ELDER, ELDERS, FAMILY, common, hit, near, plan, planted

ALONE = MemberPlan(HEAD, (45, 55), sex=1, job="farmer")


def below_standard() -> list[Scenario]:
    """ZH01 hits and near misses."""
    return [
        common(plan("990", *FAMILY, income=25_140), hit("ZH01", None, "R", "three members, 698.33 a month")),
        common(plan("600", *COUPLE, income=19_200), hit("ZH01", None, "R", "margin household, 800 a month")),
        common(
            plan("990", *FAMILY, income=33_000, cost=4_000), hit("ZH01", None, "R", "below only after the cost of work")
        ),
        common(
            plan("990", *ELDERS, urban=True, income=23_000, property_ok=None),
            hit("ZH01", None, "R", "town, property check not known"),
        ),
        common(plan("660", ALONE, income=10_055.88), hit("ZH01", None, "R", "one cent a month below")),
        common(plan("670", *COUPLE, income=0), hit("ZH01", None, "R", "no income at all")),
        common(plan("990", *FAMILY, income=25_140, property_ok=False), near("ZH01", None, "property too large")),
        common(plan("990", *FAMILY, income=25_140, complete=False), near("ZH01", None, "income not complete")),
        common(plan("990", *COUPLE, complete=True), near("ZH01", None, "income empty")),
        common(plan("120", *FAMILY, income=25_140), near("ZH01", None, "is dibao already")),
        common(plan("990", *COUPLE, income=30_240), near("ZH01", None, "1260 a month, above the margin")),
        planted(plan("132", ELDER, income=3_600), near("ZH01", None, "is tekun already")),
    ]


def in_margin() -> list[Scenario]:
    """ZH02 hits and near misses."""
    return [
        common(plan("990", ALONE, income=10_056), hit("ZH02", None, "Y", "exactly the standard")),
        common(plan("990", *COUPLE, urban=True, income=28_800), hit("ZH02", None, "Y", "town, 1200 a month")),
        common(plan("660", ALONE, income=15_083.88), hit("ZH02", None, "Y", "one cent a month below the margin")),
        common(plan("120", *FAMILY, status="退出", income=32_400), hit("ZH02", None, "Y", "left dibao, 900 a month")),
        common(
            plan("990", *FAMILY, income=36_000, property_ok=None), hit("ZH02", None, "Y", "property check not known")
        ),
        common(plan("990", ALONE, income=15_084), near("ZH02", None, "exactly one and a half standards")),
        common(plan("600", *COUPLE, income=24_000), near("ZH02", None, "is margin already")),
        common(plan("670", *COUPLE, income=24_000), near("ZH02", None, "relapse-monitored, in force")),
        common(plan("990", *COUPLE, income=24_000, property_ok=False), near("ZH02", None, "property too large")),
        common(plan("990", *COUPLE, income=24_000, complete=False), near("ZH02", None, "income not complete")),
    ]


def scenarios(_: Dates) -> list[Scenario]:
    """All of them."""
    return [*below_standard(), *in_margin()]
