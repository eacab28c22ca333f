"""MZ11, MZ12, MZ15, MZ18 and MZ19: who left, whose time runs out, who is alone, whom aid and leads show.

The night is 2026-06-30.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from assets.lake import Night
from tests.stages.indicators.medical_rows import settle
from tests.stages.indicators.small_town import NIGHT, Case, Place, find_cases, hits_of, with_own

DEATHS, AID, LEADS = "civil_affairs/deaths", "civil_affairs/temporary_aid", "civil_affairs/leads"
OWN = "371083100201"
COUNTIES: list[dict[str, Any]] = [
    {"name": "expiry_window_days", "region": "371083", "value": 60.0},
    {"name": "alone_age_from", "region": "371083", "value": 70.0},
    {"name": "temporary_aids_min", "region": "371083", "value": 3.0},
    {"name": "lead_window_days", "region": "371083", "value": 60.0},
    {"name": "dibao_exit_window_months", "region": "371083", "value": 24.0},
]


def and_dead(build: Any, who: str = "a", **values: Any) -> Any:
    def both(place: Place) -> None:
        build(place)
        place.add(DEATHS, who, **({"death_date": date(2026, 6, 1)} | values))

    return both


def left(end: date | None = date(2026, 1, 1), spends: str = "stay", who: str = "b", **values: Any) -> Any:
    """A household of `a` and `b` that left dibao; one of them spends much."""
    row = {name: values.pop(name) for name in ("method", "probability") if name in values}

    def build(place: Place) -> None:
        place.household("a", "b", **({"status": "退出", "end_month": end} | values))
        if spends == "stay":
            settle(place, "50000.01", date(2026, 5, 1), who, med_type="21", **row)
        elif spends == "year":
            settle(place, "25000", date(2026, 5, 1), who)
        elif spends == "school":
            fees = {"tuition": Decimal("10000.01"), "student_status": "01", "stage": "本科"}
            place.add("education/students", who, student_no=place.named(who), **fees)
        elif spends == "chronic":
            for month in (3, 4, 5):
                settle(place, "900", date(2026, month, 5), who, med_type="14")

    return build


def moved(assistance_type: str) -> Any:
    """`b` lives in another household now, which is in force as this."""

    def build(place: Place) -> None:
        left()(place)
        place.household("c", "b", number="new", assistance_type=assistance_type)

    return build


def weak_member(place: Place) -> None:
    left()(place)
    place.member("b", method="fuzzy", probability=0.97)


MZ11 = [
    Case("a_large_stay", left(), {"a": "O"}),
    Case("a_large_year", left(spends="year"), {"a": "O"}),
    Case("a_dear_school", left(spends="school"), {"a": "O"}),
    Case("another_hit_is_none_of_the_three", left(spends="chronic")),
    Case("nothing_spent", left(spends="")),
    Case("left_in_the_first_of_the_twelve", left(date(2025, 7, 1)), {"a": "O"}),
    Case("left_before_the_twelve", left(date(2025, 6, 1))),
    Case("left_this_month", left(date(2026, 6, 1)), {"a": "O"}),
    Case("will_leave", left(date(2026, 7, 1))),
    Case("month_not_known", left(None)),
    Case("still_in_force", left(status="在保")),
    Case("tapering", left(status="渐退")),
    *(Case(f"left_{kind}", left(assistance_type=kind)) for kind in ("132", "600", "650", "670", "990")),
    Case("margin_now", moved("600"), {"c": "O"}),
    Case("dibao_again", moved("110")),
    Case("tekun_now", moved("132")),
    Case("weak_settlement", left(method="fuzzy", probability=0.97), {"a": "Y"}),
    Case("weak_membership", weak_member, {"a": "Y"}),
    Case("who_spent_has_died", and_dead(left(), "b")),
    Case("own_window_of_the_county", left(date(2024, 7, 1), division_code=OWN), {"a": "O"}),
    Case("before_own_window_of_the_county", left(date(2024, 6, 1), division_code=OWN)),
]


def valid(until: date | None, assistance_type: str = "650", method: str = "exact", **household: Any) -> Any:
    def build(place: Place) -> None:
        place.household("a", valid_until=until, assistance_type=assistance_type, **household)
        place.town.rows["civil_affairs/households"][-1]["method"] = method

    return build


MZ12 = [
    Case("thirty_days_ahead", valid(date(2026, 7, 30)), {"a": "B"}),
    Case("thirty_one_days_ahead", valid(date(2026, 7, 31))),
    Case("today", valid(NIGHT), {"a": "B"}),
    Case("ran_out_and_still_in_force", valid(date(2026, 6, 29)), {"a": "B"}),
    Case("not_known", valid(None)),
    *(Case(f"type_{kind}", valid(NIGHT, kind), {"a": "B"}) for kind in ("110", "132", "600", "660", "670")),
    Case("tapering", valid(NIGHT, "110", status="渐退"), {"a": "B"}),
    Case("left", valid(NIGHT, status="退出")),
    Case("only_watched", valid(NIGHT, "990")),
    Case("state_not_readable", valid(NIGHT, status=None)),
    Case("weak_ledger_row", valid(NIGHT, method="id_only")),
    Case("nobody_alive", and_dead(valid(NIGHT))),
    Case("own_window_of_the_county", valid(date(2026, 8, 29), division_code=OWN), {"a": "B"}),
    Case("after_own_window_of_the_county", valid(date(2026, 8, 30), division_code=OWN)),
]


def alone(born: date | None, lost: int | None, *others: str, assistance_type: str = "990", **household: Any) -> Any:
    def build(place: Place) -> None:
        place.person("a", born)
        place.household("a", *others, assistance_type=assistance_type, **household)
        place.member("a", self_care_lost=lost)

    return build


OLD, YOUNGER = date(1946, 6, 30), date(1946, 7, 1)
MZ15 = [
    Case("eighty_today", alone(OLD, 1), {"a": "O"}),
    Case("eighty_tomorrow", alone(YOUNGER, 1)),
    Case("nothing_lost", alone(OLD, 0)),
    Case("not_stated", alone(OLD, None)),
    Case("age_not_known", alone(None, 6)),
    Case("with_another", alone(OLD, 6, "b")),
    Case("widowed", and_dead(alone(OLD, 6, "b"), "b"), {"a": "O"}),
    Case("weak_death_of_the_other", and_dead(alone(OLD, 6, "b"), "b", method="fuzzy", probability=0.97)),
    Case("tekun_at_home", alone(OLD, 1, assistance_type="132", support_mode="分散"), {"a": "O"}),
    Case("tekun_in_an_institution", alone(OLD, 6, assistance_type="132", support_mode="集中")),
    Case("left", alone(OLD, 1, status="退出"), {"a": "O"}),
    Case("dead", and_dead(alone(OLD, 1))),
    Case("own_age_of_the_county", alone(date(1956, 6, 30), 1, division_code=OWN), {"a": "O"}),
    Case("younger_than_own_age", alone(date(1956, 7, 1), 1, division_code=OWN)),
]


def aided(
    *days: date, amount: str | None = "500", listed: bool = True, kind: str | None = "990", **household: Any
) -> Any:
    row = {name: household.pop(name) for name in ("method",) if name in household}

    def build(place: Place) -> None:
        if listed:
            place.household("a", assistance_type=kind, **household)
        money = None if amount is None else Decimal(amount)
        for on in days:
            place.add(AID, "a", aid_date=on, amount=money, **row)

    return build


TWICE = (date(2026, 1, 5), date(2026, 6, 30))
MZ18 = [
    Case("twice", aided(*TWICE), {"a": "Y"}),
    Case("once", aided(NIGHT)),
    Case("first_of_the_twelve_months", aided(date(2025, 7, 1), NIGHT), {"a": "Y"}),
    Case("before_the_twelve_months", aided(date(2025, 6, 30), NIGHT)),
    Case("after_the_night", aided(NIGHT, date(2026, 7, 1))),
    Case("in_no_ledger", aided(*TWICE, listed=False), {"a": "Y"}),
    Case("amount_not_readable", aided(*TWICE, amount=None), {"a": "Y"}),
    Case("taken_back", aided(*TWICE, amount="-500")),
    *(Case(f"covered_{kind}", aided(*TWICE, kind=kind)) for kind in ("110", "132", "600", "650", "670")),
    Case("other_hardship", aided(*TWICE, kind="660"), {"a": "Y"}),
    Case("left", aided(*TWICE, kind="110", status="退出"), {"a": "Y"}),
    Case("state_not_readable", aided(*TWICE, status=None)),
    Case("in_force_as_what_is_not_readable", aided(*TWICE, kind=None, status="在保")),
    Case("weak_link", aided(*TWICE, method="fuzzy"), {"a": "Y"}),
    Case("dead", and_dead(aided(*TWICE))),
    Case("own_number_of_the_county", aided(*TWICE, division_code=OWN)),
    Case("own_number_of_the_county_reached", aided(*TWICE, date(2026, 3, 1), division_code=OWN), {"a": "Y"}),
]


def led(
    on: date = NIGHT, *demands: str | None, listed: bool = True, aid: date | None = None, kind: str = "990", **more: Any
) -> Any:
    row = {name: more.pop(name) for name in ("method", "probability") if name in more}

    def build(place: Place) -> None:
        if listed:
            place.household("a", assistance_type=kind, **more)
        for number, demand in enumerate(demands or ("生活",)):
            lead = {"lead_no": f"{place.name}{number}", "channel": "12345", "demand_category": demand}
            place.add(LEADS, "a", received_date=on, **lead, **row)
        if aid is not None:
            place.add(AID, "a", aid_date=aid, amount=Decimal(500))

    return build


JUNE_1 = date(2026, 6, 1)
MZ19 = [
    Case("thirty_days", led(JUNE_1), {"a": "Y"}),
    Case("thirty_one_days", led(date(2026, 5, 31))),
    Case("after_the_night", led(date(2026, 7, 1))),
    Case("in_no_ledger", led(listed=False), {"a": "Y"}),
    Case("aid_on_the_day", led(JUNE_1, aid=JUNE_1)),
    Case("aid_since", led(JUNE_1, aid=date(2026, 6, 20))),
    Case("aid_before", led(JUNE_1, aid=date(2026, 5, 31)), {"a": "Y"}),
    *(Case(f"covered_{kind}", led(kind=kind)) for kind in ("110", "132", "600", "650", "670")),
    Case("other_hardship", led(kind="660"), {"a": "Y"}),
    Case("left", led(kind="110", status="退出"), {"a": "Y"}),
    Case("state_not_readable", led(status=None)),
    Case("linked_by_name_and_phone", led(method="fuzzy", probability=0.9), {"a": "Y"}),
    Case("medical", led(JUNE_1, "医疗"), {"a": "Y"}),
    Case("schooling_and_housing", led(JUNE_1, "教育", "住房"), {"a": "Y"}),
    Case("work", led(JUNE_1, "就业"), {"a": "Y"}),
    Case("disaster", led(JUNE_1, "受灾"), {"a": "Y"}),
    Case("anything_else", led(JUNE_1, "其他"), {"a": "Y"}),
    Case("demand_not_readable", led(JUNE_1, None), {"a": "Y"}),
    Case("dead", and_dead(led())),
    Case("own_window_of_the_county", led(date(2026, 5, 2), division_code=OWN), {"a": "Y"}),
    Case("before_own_window_of_the_county", led(date(2026, 5, 1), division_code=OWN)),
]
PUSHES = {
    "thirty_days": ["civil_affairs"],
    "medical": ["medical_insurance"],
    "schooling_and_housing": ["education", "housing"],
    "work": ["employment"],
    "disaster": ["emergency_management"],
    "anything_else": ["civil_affairs"],
    "demand_not_readable": ["civil_affairs"],
}

TABLES = {"MZ11": MZ11, "MZ12": MZ12, "MZ15": MZ15, "MZ18": MZ18, "MZ19": MZ19}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Night]:
    root = tmp_path_factory.mktemp("relief")
    return {code: find_cases(root / code, cases, values=with_own(*COUNTIES)) for code, cases in TABLES.items()}


@pytest.mark.parametrize(
    ("code", "case"),
    [(code, case) for code, cases in TABLES.items() for case in cases],
    ids=lambda value: getattr(value, "name", value),
)
def test_finds_exactly(nights: dict[str, Night], code: str, case: Case) -> None:
    assert hits_of(nights[code], code, case.name) == case.expected


@pytest.mark.parametrize("case", [case.name for case in MZ12])
def test_only_weak_findings_are_withheld(nights: dict[str, Night], case: str) -> None:
    withheld = hits_of(nights["MZ12"], "MZ12", case, "indicators/withheld")
    assert withheld == ({"a": ""} if case == "weak_ledger_row" else {})


@pytest.mark.parametrize(("case", "departments"), PUSHES.items())
def test_the_demand_of_a_lead_chooses_the_departments(
    nights: dict[str, Night], case: str, departments: list[str]
) -> None:
    hits = nights["MZ19"].read("indicators/hits").filter(pl.col("code") == "MZ19")
    [pushed] = hits.filter(pl.col("person_id") == f"{case}:a")["departments"].to_list()
    assert pushed == departments


def test_a_surge_shows_the_row_that_says_who_left(nights: dict[str, Night]) -> None:
    hits = nights["MZ11"].read("indicators/hits").filter(pl.col("code") == "MZ11").to_dicts()
    for hit in hits:
        shown = {row["feed"] for row in hit["evidence"]}
        assert {"civil_affairs/households", "civil_affairs/members"} < shown
        assert any("end_month" in row["fields"] for row in hit["evidence"])
