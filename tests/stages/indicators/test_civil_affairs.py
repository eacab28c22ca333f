"""MZ01, MZ03, MZ13, ZH01, ZH02 and ZH05: what fires, what is just outside, what must stop it. Night 2026-06-30."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assets.lake import Night
from tests.stages.indicators.small_town import Case, Place, find_cases, hits_of

DEATHS = "civil_affairs/deaths"
PAYMENTS = "civil_affairs/payments"
DISABLED = "civil_affairs/disabled"
UNEMPLOYMENT = "employment/unemployment"

DIED = date(2026, 6, 10)  # within the days of grace: only a payment makes a finding


def died(on: date = DIED, method: str = "exact", **household: Any) -> Any:
    def build(place: Place) -> None:
        place.household("head", "a", **household)
        place.add(DEATHS, "a", death_date=on, method=method)

    return build


def paid(month: date, on: date = date(2026, 4, 30), death: str = "exact", **values: Any) -> Any:
    """A person in no household who died and was paid for a month."""

    def build(place: Place) -> None:
        place.add(DEATHS, "a", death_date=on, method=death)
        defaults = {"pay_status": "成功", "amount_paid": Decimal("838"), "amount_due": Decimal("838")}
        place.add(PAYMENTS, "a", pay_month=month, **(defaults | values))

    return build


def weak_payment_and_exact_membership(place: Place) -> None:
    died(date(2026, 4, 30))(place)
    place.add(PAYMENTS, "a", pay_month=date(2026, 5, 1), pay_status="成功", amount_paid=Decimal(1), method="id_only")


def exact_and_weak_death(place: Place) -> None:
    died(date(2026, 4, 30))(place)
    place.add(DEATHS, "a", death_date=date(2026, 4, 29), method="fuzzy", probability=0.97)


MAY = date(2026, 5, 1)
MZ01 = [
    Case("paid_for_the_next_month", paid(MAY), {"a": "O"}),
    Case("paid_for_the_month_of_death", paid(date(2026, 4, 1))),
    Case("payment_failed", paid(MAY, pay_status="失败")),
    Case("payment_waiting", paid(MAY, pay_status="待发")),
    Case("paid_nothing", paid(MAY, amount_paid=Decimal(0))),
    Case("in_force_after_thirty_days", died(date(2026, 5, 31))),
    Case("in_force_after_thirty_one_days", died(date(2026, 5, 30)), {"a": "O"}),
    Case("tapering", died(date(2026, 5, 30), status="渐退"), {"a": "O"}),
    Case("left", died(date(2026, 5, 30), status="退出")),
    Case("only_watched", died(date(2026, 5, 30), assistance_type="990")),
    Case("died_after_the_night", died(date(2026, 7, 1))),
    Case("weak_death_row", died(date(2026, 5, 1), method="fuzzy")),
    Case("weak_payment", paid(MAY, method="id_only")),
    Case("weak_payment_and_exact_membership", weak_payment_and_exact_membership, {"a": "O"}),
    Case("exact_and_weak_death_row", exact_and_weak_death, {"a": "O"}),
]


def margin_member(*certificates: tuple[str, str], assistance_type: str = "600", **values: Any) -> Any:
    """A member `a` of a margin household with certificates of (category, grade)."""
    household = {name: values.pop(name) for name in ("status",) if name in values}

    def build(place: Place) -> None:
        place.household("head", "a", assistance_type=assistance_type, **household)
        place.member("a", **values)
        for category, grade in certificates:
            place.add(DISABLED, "a", category=category, grade=grade)

    return build


def with_dibao(**values: Any) -> Any:
    def build(place: Place) -> None:
        margin_member(("4", "1"))(place)
        place.household("a", number="second", assistance_type="120", **values)

    return build


def disabled_and_dead(place: Place) -> None:
    margin_member(("4", "1"))(place)
    place.add(DEATHS, "a", death_date=DIED)


MZ03 = [
    Case("grade_one", margin_member(("4", "1")), {"a": "R"}),
    Case("grade_two", margin_member(("1", "2")), {"a": "R"}),
    Case("grade_three_of_the_limbs", margin_member(("4", "3"))),
    Case("grade_three_intellectual", margin_member(("5", "3")), {"a": "R"}),
    Case("grade_three_mental", margin_member(("6", "3")), {"a": "R"}),
    Case("grade_four_mental", margin_member(("6", "4"))),
    Case("light_mental_and_grade_three_limbs", margin_member(("6", "4"), ("4", "3"))),
    Case("serious_illness", margin_member(serious_illness=True), {"a": "R"}),
    Case("illness_not_stated", margin_member(serious_illness=None)),
    Case("both", margin_member(("4", "1"), serious_illness=True), {"a": "R"}),
    Case("dibao", margin_member(("4", "1"), assistance_type="110")),
    Case("dibao_beside_it", with_dibao()),
    Case("dibao_left", with_dibao(status="退出"), {"a": "R"}),
    Case("margin_left", margin_member(("4", "1"), status="退出")),
    Case("only_watched", margin_member(("4", "1"), assistance_type="990")),
    Case("dead", disabled_and_dead),
]


def reviewed(on: date | None, born: date = date(1950, 1, 1), **household: Any) -> Any:
    """A household of one, too old to work unless born later."""

    def build(place: Place) -> None:
        place.person("a", born)
        place.household("a", last_review_date=on, **household)

    return build


YOUNG = date(1990, 1, 1)
MZ13 = [
    Case("twelve_months_to_the_day", reviewed(date(2025, 6, 30))),
    Case("twelve_months_and_a_day", reviewed(date(2025, 6, 29)), {"a": "B"}),
    Case("seven_months_not_able_to_work", reviewed(date(2025, 11, 29))),
    Case("six_months_to_the_day_able_to_work", reviewed(date(2025, 12, 30), YOUNG)),
    Case("six_months_and_a_day_able_to_work", reviewed(date(2025, 12, 29), YOUNG), {"a": "B"}),
    Case("end_of_a_longer_month", reviewed(date(2025, 12, 31), YOUNG)),
    Case("never_said", reviewed(None)),
    Case("tapering", reviewed(date(2024, 1, 1), status="渐退")),
    Case("only_watched", reviewed(date(2024, 1, 1), assistance_type="990")),
    Case("left", reviewed(date(2024, 1, 1), status="退出")),
    Case("margin", reviewed(date(2025, 6, 1), assistance_type="600"), {"a": "B"}),
]


def income(annual: str | None, *members: str, **values: Any) -> Any:
    """A watched household (990 unless said) with an annual income; one member unless more are named."""

    def build(place: Place) -> None:
        defaults: dict[str, Any] = {"assistance_type": "990", "income_complete": True}
        amount = None if annual is None else Decimal(annual)
        place.household("a", *members, annual_income=amount, **(defaults | values))

    return build


def all_dead(place: Place) -> None:
    income("0", "b")(place)
    for who in ("a", "b"):
        place.add(DEATHS, who, death_date=DIED)


# 农村 838 × 12 = 10056 for one; the margin line 1257 × 12 = 15084; 城镇 1010 × 12 = 12120.
ZH01 = [
    Case("just_below", income("10055.99"), {"a": "R"}),
    Case("at_the_standard", income("10056")),
    Case("three_members", income("30167.99", "b", "c"), {"a": "R"}),
    Case("three_members_at_the_standard", income("30168", "b", "c")),
    Case("cost_of_work_taken_off", income("11000", employment_cost=Decimal(1000)), {"a": "R"}),
    Case("town", income("12119.99", urban_rural="城镇"), {"a": "R"}),
    Case("nothing_earned", income("0"), {"a": "R"}),
    Case("income_not_known", income(None)),
    Case("income_not_complete", income("5000", income_complete=False)),
    Case("completeness_not_stated", income("5000", income_complete=None)),
    Case("property_failed", income("5000", property_ok=False)),
    Case("property_passed", income("5000", property_ok=True), {"a": "R"}),
    Case("dibao", income("5000", assistance_type="110")),
    Case("tekun", income("5000", assistance_type="131")),
    Case("margin", income("5000", assistance_type="600"), {"a": "R"}),
    Case("left_dibao", income("5000", assistance_type="110", status="退出"), {"a": "R"}),
    Case("status_not_known", income("5000", assistance_type="110", status=None)),
    Case("in_force_as_what_is_not_known", income("5000", assistance_type=None, status="在保")),
    Case("left_what_is_not_known", income("5000", assistance_type=None, status="退出"), {"a": "R"}),
    Case("nobody_alive", all_dead),
]

ZH02 = [
    Case("at_the_standard", income("10056"), {"a": "Y"}),
    Case("below_the_standard", income("10055.99")),
    Case("just_below_the_margin_line", income("15083.99"), {"a": "Y"}),
    Case("at_the_margin_line", income("15084")),
    Case("margin_already", income("12000", assistance_type="600")),
    Case("relapse_monitored", income("12000", assistance_type="670")),
    Case("other_hardship", income("12000", assistance_type="660"), {"a": "Y"}),
    Case("income_not_known", income(None)),
    Case("property_failed", income("12000", property_ok=False)),
    Case("left_dibao", income("12000", assistance_type="110", status="退出"), {"a": "Y"}),
    Case("status_not_known", income("12000", assistance_type="600", status=None)),
    Case("in_force_as_what_is_not_known", income("12000", assistance_type=None, status="在保")),
    Case("left_what_is_not_known", income("12000", assistance_type=None, status="退出"), {"a": "Y"}),
]


def difficulties(*kinds: str, **household: Any) -> Any:
    """A watched household of `a` and `b` with difficulties of these kinds."""

    def build(place: Place) -> None:
        income("5000" if "income" in kinds else None, "b", **household)(place)
        if "house" in kinds:
            values = {"grade": "D", "appraised_date": date(2026, 3, 1), "occupied": True}
            place.add("housing/dangerous_houses", "a", **values)
        if "hospital" in kinds:
            values = {"med_type": "21", "settle_date": date(2026, 5, 1), "personal_pay": Decimal(60000)}
            place.add("medical_insurance/settlements", "b", **values)
        if "idle" in kinds:
            for who in ("a", "b"):
                place.add(UNEMPLOYMENT, who, registered_date=date(2026, 1, 1))

    return build


def review_overdue_beside_two(place: Place) -> None:
    difficulties("house", "hospital", assistance_type="600", last_review_date=date(2020, 1, 1))(place)
    for who in ("a", "b"):
        row = {"year": 2026, "status": "1", "insurance_type": "390"}
        place.add("medical_insurance/enrolment", who, **row)


ZH05 = [
    Case("three_departments", difficulties("house", "hospital", "income"), {"a": "R"}),
    Case("four_departments", difficulties("house", "hospital", "income", "idle"), {"a": "R"}),
    Case("two_departments", difficulties("house", "hospital")),
    Case("two_departments_by_three_codes", difficulties("hospital", "income")),
    Case("blue_does_not_count", review_overdue_beside_two),
]

TABLES = {"MZ01": MZ01, "MZ03": MZ03, "MZ13": MZ13, "ZH01": ZH01, "ZH02": ZH02, "ZH05": ZH05}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Night]:
    root = tmp_path_factory.mktemp("rules")
    return {code: find_cases(root / code, cases) for code, cases in TABLES.items()}


@pytest.mark.parametrize(
    ("code", "case"),
    [(code, case) for code, cases in TABLES.items() for case in cases],
    ids=lambda value: getattr(value, "name", value),
)
def test_finds_exactly(nights: dict[str, Night], code: str, case: Case) -> None:
    assert hits_of(nights[code], code, case.name) == case.expected


@pytest.mark.parametrize("case", ["weak_death_row", "weak_payment"])
def test_withholds_what_rests_on_a_weak_link(nights: dict[str, Night], case: str) -> None:
    assert hits_of(nights["MZ01"], "MZ01", case, "indicators/withheld") == {"a": ""}


@pytest.mark.parametrize("case", ["weak_payment_and_exact_membership", "exact_and_weak_death_row", "left"])
def test_withholds_nothing_that_exact_links_carry(nights: dict[str, Night], case: str) -> None:
    assert hits_of(nights["MZ01"], "MZ01", case, "indicators/withheld") == {}
