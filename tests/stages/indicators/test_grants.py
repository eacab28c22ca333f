"""MZ16, MZ17 and the due grants they rest on: by difference, rounded up once. The night is 2026-06-30.

The standard is 838 in the country and 1010 in town. Two members with 2,400 yuan a year are due 2 × 838 - 200 = 1476.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from assets.lake import Night
from tests.stages.indicators.grant_rows import PAYMENTS, pay
from tests.stages.indicators.small_town import Case, Place, find_cases, hits_of, with_own

DEATHS = "civil_affairs/deaths"
NEW_STANDARD, UPLIFTING, GENEROUS = "371083100201", "371084100201", "371081100201"
COUNTIES: list[dict[str, Any]] = [
    {"name": "std", "region": "371083", "value": 838.0, "valid_to": date(2026, 5, 31)},
    {"name": "std", "region": "371083", "value": 1000.0, "valid_from": date(2026, 6, 1)},
    *(
        {"name": f"uplift_{name}", "region": "371084", "value": share}
        for name, share in (("severe_disability", 0.3), ("serious_illness", 0.2), ("elderly", 0.1), ("minor", 0.15))
    ),
    {"name": "single_person_income_counted", "region": "371081", "value": 0.0},
    {"name": "taper_share", "region": "371081", "value": 0.5},
    {"name": "grant_short_line", "region": "371081", "value": 10.0},
    {"name": "grant_excess_line", "region": "371081", "value": 20.0},
]


def granted(*rows: tuple[int, str | None], members: str = "ab", income: str | None = "2400", **values: Any) -> Any:
    """A dibao household with a known income and payments of (months back, amount due)."""
    named = {name: values.pop(name) for name in ("method", "pay_status", "kind", "payee") if name in values}

    def build(place: Place) -> None:
        money = None if income is None else Decimal(income)
        place.household(*members, annual_income=money, **({"income_complete": True} | values))
        row = {"assistance_type": named.get("kind", "110"), "pay_status": named.get("pay_status", "成功")}
        for back, amount in rows:
            pay(place, back, amount, named.get("payee", "a"), method=named.get("method", "exact"), **row)

    return build


def and_another(build: Any, *rows: tuple[int, str | None], **values: Any) -> Any:
    def both(place: Place) -> None:
        build(place)
        for back, amount in rows:
            pay(place, back, amount, **({"who": "b"} | values))

    return both


def and_dead(build: Any, who: str = "b") -> Any:
    def both(place: Place) -> None:
        build(place)
        place.add(DEATHS, who, death_date=date(2026, 6, 1))

    return both


def uplifted(*rows: tuple[int, str]) -> Any:
    """One severely disabled person without income, where 重残 adds 0.3 of the standard: due 838 + 251.4, so 1090."""

    def build(place: Place) -> None:
        granted(*rows, members="a", income="0", division_code=UPLIFTING)(place)
        place.add("civil_affairs/disabled", "a", category="4", grade="2")

    return build


def single(*rows: tuple[int, str], income: str | None = "18000", **values: Any) -> Any:
    """单人保: `a` of a margin family of three with 18,000 a year, 500 a head and month: due 338."""

    def build(place: Place) -> None:
        granted(*rows, members="a", income=None, **values)(place)
        money = None if income is None else Decimal(income)
        family = {"assistance_type": "600", "annual_income": money, "income_complete": True}
        place.household("b", "a", "c", number="family", **(family | values))

    return build


TAPERING: dict[str, Any] = {"status": "渐退", "income": "48000", "monthly_grant": Decimal(500)}

MZ16 = [
    Case("at_the_line", granted((1, "1426"))),
    Case("just_over_the_line", granted((1, "1425.99")), {"a": "Y"}),
    Case("rounded_once", granted((1, "1631"), members="abc", income="10000")),
    Case("rounded_once_and_over", granted((1, "1630"), members="abc", income="10000"), {"a": "Y"}),
    Case("a_fen_more_income_is_a_yuan_less_at_most", granted((1, "1425"), income="2400.01"), {"a": "Y"}),
    Case("costs_of_work", granted((1, "1426"), income="3000", employment_cost=Decimal(588))),
    Case("costs_of_work_and_over", granted((1, "1425"), income="3000", employment_cost=Decimal(600)), {"a": "Y"}),
    Case("town", granted((1, "1769"), urban_rural="城镇"), {"a": "Y"}),
    Case("town_at_the_line", granted((1, "1770"), urban_rural="城镇")),
    Case("income_not_known", granted((1, "1"), income=None)),
    Case("income_not_complete", granted((1, "1"), income_complete=False)),
    Case("paid_this_month", granted((0, "100")), {"a": "Y"}),
    Case("paid_two_full_months_ago", granted((2, "100")), {"a": "Y"}),
    Case("paid_three_full_months_ago", granted((3, "100"))),
    Case("never_paid", granted()),
    Case("the_last_one_counts", granted((1, "1476"), (2, "100"))),
    Case("the_last_one_is_too_small", granted((1, "100"), (2, "1476")), {"a": "Y"}),
    Case("two_payees_together", and_another(granted((1, "700")), (1, "726"))),
    Case("another_one_of_unreadable_amount", and_another(granted((1, "700")), (1, None))),
    Case("another_one_of_unreadable_kind", and_another(granted((1, "700")), (1, "1"), assistance_type=None)),
    Case("another_kind_is_no_dibao", and_another(granted((1, "700")), (1, "776"), assistance_type="500"), {"a": "Y"}),
    Case("what_failed_was_due_too", granted((1, "1476"), pay_status="失败")),
    Case("paid_to_somebody_outside", granted((1, "1426"), payee="agent")),
    *(Case(f"type_{kind}", granted((1, "1"), assistance_type=kind)) for kind in ("132", "600", "650", "990")),
    Case("left", granted((1, "1"), status="退出")),
    Case("in_the_taper_the_grant_is_kept", granted((1, "449.99"), **TAPERING), {"a": "Y"}),
    Case("in_the_taper_at_the_line", granted((1, "450"), **TAPERING)),
    Case("in_the_taper_of_an_unknown_grant", granted((1, "1"), status="渐退", income="48000")),
    Case("a_dead_member_is_still_counted", and_dead(granted((1, "1")))),
    Case("standard_raised_since", granted((1, "1476"), division_code=NEW_STANDARD)),
    Case("paid_under_the_new_standard", granted((0, "1476"), division_code=NEW_STANDARD), {"a": "Y"}),
    Case("classified_uplift", uplifted((1, "1039")), {"a": "Y"}),
    Case("classified_uplift_at_the_line", uplifted((1, "1040"))),
    Case("single_person", single((1, "287.99")), {"a": "Y"}),
    Case("single_person_at_the_line", single((1, "288"))),
    Case("single_person_of_unknown_family", single((1, "1"), income=None)),
    Case("weak_payment", granted((1, "100"), method="fuzzy"), {"a": "Y"}),
    Case("own_line_of_the_county", granted((1, "1465"), division_code=GENEROUS), {"a": "Y"}),
]

TWO = ((1, "1576.01"), (2, "1576.01"))
OVER: dict[str, Any] = {"status": "渐退", "income": "48000", "last_review_date": None}


def weak(feed: str, build: Any) -> Any:
    """The last row of a feed is linked by less than an exact match."""

    def weakened(place: Place) -> None:
        build(place)
        place.town.rows[feed][-1]["method"] = "id_only"

    return weakened


def weak_membership(place: Place) -> None:
    granted(*TWO)(place)
    place.member("a", method="repaired")


MZ17 = [
    Case("just_over_the_line", granted(*TWO), {"a": "B"}),
    Case("at_the_line", granted((1, "1576"), (2, "1576.01"))),
    Case("the_month_before_at_the_line", granted((1, "1576.01"), (2, "1576"))),
    Case("one_month", granted((1, "1700"))),
    Case("this_month_and_the_last", granted((0, "1600"), (1, "1600")), {"a": "B"}),
    Case("corrected_since", granted((0, "1476"), (1, "1600"), (2, "1600"))),
    Case("not_one_after_the_other", granted((1, "1600"), (3, "1600"))),
    Case("two_and_three_months_ago", granted((2, "1600"), (3, "1600")), {"a": "B"}),
    Case("too_long_ago", granted((3, "1600"), (4, "1600"))),
    Case("income_not_known", granted(*TWO, income=None)),
    Case("income_not_complete", granted(*TWO, income_complete=False)),
    Case("income_over_the_standard", granted((1, "100.01"), (2, "100.01"), income="48000"), {"a": "B"}),
    Case("amount_not_readable", granted((1, "1600"), (2, None))),
    Case("kind_not_readable", granted(*TWO, kind=None)),
    Case("another_kind", granted(*TWO, kind="500")),
    Case("left", granted(*TWO, status="退出")),
    *(Case(f"type_{kind}", granted(*TWO, assistance_type=kind)) for kind in ("132", "600", "650", "990")),
    Case("a_dead_member_is_still_counted", and_dead(granted(*TWO))),
    Case("payee_outside_of_the_household", granted(*TWO, payee="agent")),
    Case("standard_of_another_time", granted((0, "2000"), (1, "2000"), division_code=NEW_STANDARD)),
    Case("single_person", single((1, "438.01"), (2, "438.01")), {"a": "B"}),
    Case("single_person_at_the_line", single((1, "438"), (2, "438"))),
    Case("single_person_in_full", single((1, "838"), (2, "838"), division_code=GENEROUS)),
    Case("own_line_of_the_county", granted((1, "1496.01"), (2, "1496.01"), division_code=GENEROUS), {"a": "B"}),
    Case("uplift_is_due_too", uplifted((1, "1190"), (2, "1190"))),
    Case("tapering_to_the_day", granted((1, "500"), (2, "500"), **OVER, valid_until=date(2026, 6, 30))),
    Case("taper_over", granted((1, "500"), (2, "500"), **OVER, valid_until=date(2026, 6, 29)), {"a": "B"}),
    Case("tapering_to_this_month", granted((1, "500"), (2, "500"), **OVER, end_month=date(2026, 6, 1))),
    Case("taper_ended_last_month", granted((1, "500"), (2, "500"), **OVER, end_month=date(2026, 5, 1)), {"a": "B"}),
    Case("tapering_for_an_unknown_time", granted((1, "500"), (2, "500"), **OVER)),
    Case(
        "six_months_since_the_review",
        granted((1, "500"), (2, "500"), **(OVER | {"last_review_date": date(2025, 12, 1)})),
    ),
    Case(
        "seven_months_since_the_review",
        granted((1, "500"), (2, "500"), **(OVER | {"last_review_date": date(2025, 11, 30)})),
        {"a": "B"},
    ),
    Case("exact_rows_carry_it", and_another(granted(*TWO), (1, "10"), method="id_only"), {"a": "B"}),
    Case("weak_ledger_row", weak("civil_affairs/households", granted(*TWO)), {"a": "B"}),
    Case("weak_payment", weak(PAYMENTS, granted(*TWO))),
    Case("weak_membership", weak_membership),
]
WITHHELD = ("weak_payment", "weak_membership")

TABLES = {"MZ16": MZ16, "MZ17": MZ17}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Night]:
    root = tmp_path_factory.mktemp("grants")
    return {code: find_cases(root / code, cases, values=with_own(*COUNTIES)) for code, cases in TABLES.items()}


@pytest.mark.parametrize(
    ("code", "case"),
    [(code, case) for code, cases in TABLES.items() for case in cases],
    ids=lambda value: getattr(value, "name", value),
)
def test_finds_exactly(nights: dict[str, Night], code: str, case: Case) -> None:
    assert hits_of(nights[code], code, case.name) == case.expected


@pytest.mark.parametrize("case", [case.name for case in MZ17])
def test_only_weak_findings_are_withheld(nights: dict[str, Night], case: str) -> None:
    withheld = hits_of(nights["MZ17"], "MZ17", case, "indicators/withheld")
    assert withheld == ({"a": ""} if case in WITHHELD else {})


def test_a_hit_shows_the_payments_and_the_ledger(nights: dict[str, Night]) -> None:
    for code, night in nights.items():
        for evidence in night.read("indicators/hits").filter(pl.col("code") == code)["evidence"].to_list():
            assert PAYMENTS in {row["feed"] for row in evidence}
    shown = nights["MZ16"].read("indicators/hits").filter(pl.col("code") == "MZ16").explode("evidence")
    assert {"civil_affairs/households", "civil_affairs/disabled"} <= set(
        shown["evidence"].struct.field("feed").to_list()
    )
