"""ZH03 and ZH04: rigid spending as a share of income, and what the means check says. The night is 2026-06-30.

The ratio is 0.6, the country's disposable income 25,000 a head, 24 months of the standard 20,112 a head.
"""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from assets.lake import Night
from tests.stages.indicators.medical_rows import settle
from tests.stages.indicators.small_town import NIGHT, Case, Place, find_cases, hits_of, with_own

DEATHS, VERIFICATION = "civil_affairs/deaths", "civil_affairs/verification"
OWN = "371083100201"
COUNTIES: list[dict[str, Any]] = [
    {"name": "rigid_ratio", "region": "371083", "value": 0.5},
    {"name": "deposits_std_multiple", "region": "371083", "value": 12.0},
    {"name": "vehicles_max", "region": "371083", "value": 1.0},
]


def spending(
    medical: str | None = None,
    school: str | None = None,
    rent: str | None = None,
    income: str | None = "20000",
    kind: str | None = "990",
    **household: Any,
) -> Any:
    """A household of `a` and `b` (its student): 60 % of 20,000 yuan a year is 12,000."""

    def build(place: Place) -> None:
        money = None if income is None else Decimal(income)
        place.household("a", "b", assistance_type=kind, annual_income=money, **({"income_complete": True} | household))
        if medical is not None:
            settle(place, medical, date(2026, 3, 1))
        if school is not None:
            study(place, school)
        if rent is not None:
            let(place, rent)

    return build


def study(place: Place, tuition: str, stage: str = "本科") -> None:
    row = {"student_no": place.named("no"), "student_status": "01", "stage": stage, "tuition": Decimal(tuition)}
    place.add("education/students", "b", **row)


def let(place: Place, rent: str, support: str | None = "无", status: str = "登记") -> None:
    place.add("housing/public_rental", "a", support_type=support, status=status, monthly_rent=Decimal(rent))


def aid(place: Place, amount: str | None) -> None:
    money = None if amount is None else Decimal(amount)
    row = {"student_no": "another", "school_year": "2025-2026", "term": "1", "aid_item": "国家助学金"}
    place.add("education/aid", "b", amount=money, **row)


def and_aid(build: Any, amount: str | None) -> Any:
    def both(place: Place) -> None:
        build(place)
        aid(place, amount)

    return both


def and_settled(build: Any, amount: str, on: date, who: str = "b") -> Any:
    def both(place: Place) -> None:
        build(place)
        settle(place, amount, on, who)

    return both


def rented(support: str | None, status: str = "登记") -> Any:
    def build(place: Place) -> None:
        spending("11999")(place)
        let(place, "1000", support, status)

    return build


def graduate_school(place: Place) -> None:
    spending("8000")(place)
    study(place, "8000", "研究生")


def a_died(place: Place) -> None:
    spending("12000.01")(place)
    place.add(DEATHS, "a", death_date=date(2026, 6, 1))


def all_died(place: Place) -> None:
    a_died(place)
    place.add(DEATHS, "b", death_date=date(2026, 6, 1))


def weak_settlement(place: Place) -> None:
    spending()(place)
    settle(place, "13000", date(2026, 3, 1), method="fuzzy", probability=0.97)


def aid_beyond_the_cost(place: Place) -> None:
    spending("12000.01", school="1000")(place)
    aid(place, "5000")


ZH03 = [
    Case("treatment_alone", spending("12000.01"), {"a": "O"}),
    Case("at_the_ratio", spending("12000")),
    Case("all_three_together", spending("4000", "4000", "333.34"), {"a": "O"}),
    Case("all_three_at_the_ratio", spending("4000", "4400", "300")),
    Case("aid_taken_off", and_aid(spending("4000", "9000"), "1000")),
    Case("aid_is_not_enough", and_aid(spending("4000", "9000"), "999.99"), {"a": "O"}),
    Case("aid_beyond_the_cost_pays_no_bill", aid_beyond_the_cost, {"a": "O"}),
    Case("own_pay_of_unreadable_aid_adds_nothing", and_aid(spending("4000", "9000"), None)),
    Case("the_rest_is_over_without_it", and_aid(spending("12001", "9000"), None), {"a": "O"}),
    Case("graduate_school_is_not_rigid", graduate_school),
    Case("reversed", and_settled(spending("13000"), "-13000", date(2026, 4, 1), "a")),
    Case("a_reversal_from_before_pays_no_bill", and_settled(spending("12001"), "-9000", date(2026, 4, 1)), {"a": "O"}),
    Case("first_of_the_twelve_months", and_settled(spending("2000"), "10001", date(2025, 7, 1)), {"a": "O"}),
    Case("before_the_twelve_months", and_settled(spending("2000"), "10001", date(2025, 6, 30))),
    Case("rented_on_the_waiting_list", rented("轮候", "轮候"), {"a": "O"}),
    Case("rented_with_a_subsidy_of_unknown_amount", rented("补贴", "在保")),
    Case("given_a_flat", rented("实物", "在保")),
    Case("support_not_readable", rented(None)),
    Case("application_ended", rented("无", "退出")),
    Case("income_a_head_below", spending("40000", income="49999.99"), {"a": "O"}),
    Case("income_a_head_at_the_disposable_income", spending("40000", income="50000")),
    Case("costs_of_work_bring_it_below", spending("40000", income="50000", employment_cost=Decimal(1)), {"a": "O"}),
    Case("town_has_its_own", spending("40000", income="50000", urban_rural="城镇"), {"a": "O"}),
    Case("income_not_known", spending("40000", income=None)),
    Case("income_not_complete", spending("40000", income_complete=False)),
    Case("no_income", spending("40000", income="0")),
    *(Case(f"covered_{kind}", spending("40000", kind=kind)) for kind in ("110", "131", "600", "650")),
    *(Case(f"open_{kind}", spending("40000", kind=kind), {"a": "O"}) for kind in ("660", "670")),
    Case("left_dibao", spending("40000", kind="110", status="退出"), {"a": "O"}),
    Case("tapering", spending("40000", kind="110", status="渐退")),
    Case("state_not_readable", spending("40000", status=None)),
    Case("in_force_as_what_is_not_readable", spending("40000", kind=None, status="在保")),
    Case("weak_settlement", weak_settlement, {"a": "Y"}),
    Case("bills_of_a_member_who_died_since", a_died, {"a": "O"}),
    Case("nobody_alive", all_died),
    Case("own_ratio_of_the_county", spending("10000.01", division_code=OWN), {"a": "O"}),
    Case("at_own_ratio_of_the_county", spending("10000", division_code=OWN)),
]


def checked(*results: dict[str, Any], kind: str = "110", **household: Any) -> Any:
    """A household of `a` and `b` with results of the means check, of `b` unless said."""

    def build(place: Place) -> None:
        place.household("a", "b", assistance_type=kind, **household)
        for result in results:
            clean = {"vehicles": 0, "market_entity": False, "public_payroll": False, "in_prison": False}
            row: dict[str, Any] = {"who": "b", "verified_date": date(2026, 5, 1)} | clean | result
            place.add(VERIFICATION, **row)

    return build


def saved(*deposits: tuple[str, str | None], **more: Any) -> Any:
    rows = [{"who": who, "deposits": None if sum_ is None else Decimal(sum_)} for who, sum_ in deposits]
    return checked(*rows, **more)


def and_died(build: Any) -> Any:
    def both(place: Place) -> None:
        build(place)
        place.add(DEATHS, "b", death_date=date(2026, 6, 1))

    return both


def weak_member(place: Place) -> None:
    checked(ENTITY)(place)
    place.member("b", method="id_only")


def weak_ledger(place: Place) -> None:
    checked(ENTITY)(place)
    place.town.rows["civil_affairs/households"][-1]["method"] = "id_only"


CAR, ENTITY, WEAK = {"vehicles": 1, "disability_vehicle": False}, {"market_entity": True}, {"method": "id_only"}
LATER, EARLIER = {"verified_date": date(2026, 6, 1)}, {"verified_date": date(2026, 4, 1)}
ZH04 = [
    Case("clean", checked({})),
    Case("a_vehicle", checked(CAR), {"a": "O"}),
    Case("a_disability_vehicle", checked({"vehicles": 1, "disability_vehicle": True})),
    Case("a_disability_vehicle_and_another", checked({"vehicles": 2, "disability_vehicle": True}), {"a": "O"}),
    Case("a_vehicle_without_the_mark", checked({"vehicles": 1, "disability_vehicle": None}), {"a": "O"}),
    Case("two_vehicles_without_the_mark", checked({"vehicles": 2, "disability_vehicle": None}), {"a": "O"}),
    Case("a_market_entity", checked(ENTITY), {"a": "O"}),
    Case("on_the_public_payroll", checked({"public_payroll": True}), {"a": "O"}),
    Case("in_prison", checked({"in_prison": True}), {"a": "O"}),
    Case("nothing_readable", checked(dict.fromkeys(("vehicles", "market_entity", "public_payroll", "in_prison")))),
    Case("deposits_at_the_line", saved(("a", "20112"), ("b", "20112"))),
    Case("deposits_together_over_the_line", saved(("a", "20112"), ("b", "20112.01")), {"a": "O"}),
    Case("a_deposit_not_known_adds_nothing", saved(("a", None), ("b", "40224.01")), {"a": "O"}),
    Case("town_has_its_own_line", saved(("b", "40224.01"), urban_rural="城镇")),
    Case("cleared_since", checked(CAR | EARLIER, LATER)),
    Case("found_since", checked(EARLIER, CAR | LATER), {"a": "O"}),
    Case("checked_after_the_night", checked(CAR | {"verified_date": date(2026, 7, 1)})),
    Case("checked_on_the_night", checked(CAR | {"verified_date": NIGHT}), {"a": "O"}),
    *(Case(f"type_{kind}", checked(CAR, kind=kind), {"a": "O"}) for kind in ("132", "600", "650")),
    *(Case(f"type_{kind}", checked(CAR, kind=kind)) for kind in ("660", "670", "990")),
    Case("tapering", checked(CAR, status="渐退"), {"a": "O"}),
    Case("left", checked(CAR, status="退出")),
    Case("of_a_member_who_died", and_died(checked(CAR))),
    Case("exact_rows_carry_it", checked(CAR, {"who": "a"} | ENTITY | WEAK), {"a": "O"}),
    Case("weak_ledger_row", weak_ledger, {"a": "O"}),
    Case("weak_result", checked(CAR | WEAK)),
    Case("weak_membership", weak_member),
    Case(
        "deposits_over_only_with_a_weak_one",
        checked({"who": "a", "deposits": Decimal(20112)}, {"deposits": Decimal("20112.01")} | WEAK),
    ),
    Case("own_deposits_of_the_county", saved(("b", "20112.01"), division_code=OWN), {"a": "O"}),
    Case("own_vehicles_of_the_county", checked(CAR, division_code=OWN)),
]
WITHHELD = ("weak_result", "weak_membership", "deposits_over_only_with_a_weak_one")

TABLES = {"ZH03": ZH03, "ZH04": ZH04}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Night]:
    root = tmp_path_factory.mktemp("spending")
    return {code: find_cases(root / code, cases, values=with_own(*COUNTIES)) for code, cases in TABLES.items()}


@pytest.mark.parametrize(
    ("code", "case"),
    [(code, case) for code, cases in TABLES.items() for case in cases],
    ids=lambda value: getattr(value, "name", value),
)
def test_finds_exactly(nights: dict[str, Night], code: str, case: Case) -> None:
    assert hits_of(nights[code], code, case.name) == case.expected


@pytest.mark.parametrize("case", [case.name for case in ZH04])
def test_only_weak_findings_are_withheld(nights: dict[str, Night], case: str) -> None:
    withheld = hits_of(nights["ZH04"], "ZH04", case, "indicators/withheld")
    assert withheld == ({"a": ""} if case in WITHHELD else {})


def facts_of(night: Night, code: str, case: str) -> dict[str, Any]:
    heads = night.read("households/economy").select("household_id", "head_person_id")
    hits = night.read("indicators/hits").filter(pl.col("code") == code).join(heads, on="household_id")
    facts: dict[str, Any] = json.loads(hits.filter(pl.col("head_person_id") == f"{case}:a")["facts"].item())
    return facts


def test_rigid_spending_is_told_in_its_parts(nights: dict[str, Night]) -> None:
    facts = facts_of(nights["ZH03"], "ZH03", "all_three_together")
    parts = {name: facts[name] for name in ("medical", "education", "rent", "rigid")}
    assert parts == {"medical": 4000.0, "education": 4000.0, "rent": 4000.08, "rigid": 12000.08}


@pytest.mark.parametrize(
    ("case", "finding"),
    [
        ("a_disability_vehicle_and_another", "机动车1辆（残疾专用车除外）"),
        ("a_vehicle_without_the_mark", "机动车1辆（核对结果未注明是否残疾专用车）"),
        ("deposits_together_over_the_line", "存款合计40224.01元，超过40224元（人均24个月低保标准）"),
        ("in_prison", "有服刑在押人员"),
        ("exact_rows_carry_it", "机动车1辆（残疾专用车除外）"),
    ],
)
def test_doubts_are_told_by_kind(nights: dict[str, Night], case: str, finding: str) -> None:
    assert facts_of(nights["ZH04"], "ZH04", case)["finding"] == finding
