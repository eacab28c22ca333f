"""RS03, RS05, RS06, RS07 and RS08: benefits that end, wages that fall or are owed, work taken up or refused.

The night is 2026-06-30.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assets.lake import Night
from tests.stages.indicators.small_town import Case, Place, find_cases, hits_of
from tests.stages.indicators.work_rows import UNEMPLOYMENT, contribute, months_back

ARREARS = "employment/wage_arrears"
DEATHS = "civil_affairs/deaths"
APRIL, MAY, JUNE, JULY = (date(2026, month, 1) for month in (4, 5, 6, 7))


def benefit(until: date | None, **values: Any) -> Any:
    """Somebody in no household with a benefit since January."""

    def build(place: Place) -> None:
        defaults = {"registered_date": date(2026, 1, 5), "benefit_from": date(2026, 1, 1)}
        place.add(UNEMPLOYMENT, "a", benefit_until=until, **(defaults | values))

    return build


def benefit_and(until: date, *back: int, **values: Any) -> Any:
    def build(place: Place) -> None:
        benefit(until)(place)
        contribute(place, months_back(*back), **values)

    return build


def two_benefits(*untils: date | None) -> Any:
    def build(place: Place) -> None:
        for until in untils:
            benefit(until)(place)

    return build


def benefit_and_dead(place: Place) -> None:
    benefit(MAY)(place)
    place.add(DEATHS, "a", death_date=date(2026, 6, 1))


RS03 = [
    Case("ended_last_month", benefit(MAY), {"a": "O"}),
    Case("ends_this_month", benefit(JUNE), {"a": "O"}),
    Case("ended_two_months_ago", benefit(APRIL)),
    Case("ends_next_month", benefit(JULY)),
    Case("without_an_end", benefit(None)),
    Case("never_drew_one", benefit(None, benefit_from=None)),
    Case("at_work_since", benefit_and(MAY, 0)),
    Case("at_work_in_the_last_month", benefit_and(MAY, 1)),
    Case("at_work_before", benefit_and(MAY, 2, 3), {"a": "O"}),
    Case("any_insurance_of_employees_is_work", benefit_and(MAY, 0, insurance_type="410")),
    Case("insurance_not_readable", benefit_and(MAY, 0, insurance_type=None)),
    Case("residents_pension_is_no_work", benefit_and(MAY, 0, insurance_type="170"), {"a": "O"}),
    Case("not_received", benefit_and(MAY, 0, received=False), {"a": "O"}),
    Case("a_later_benefit_goes_on", two_benefits(MAY, JULY)),
    Case("another_without_an_end", two_benefits(MAY, None)),
    Case("an_earlier_benefit_besides", two_benefits(date(2023, 5, 1), MAY), {"a": "O"}),
    Case("registration_cancelled", benefit(MAY, cancelled_date=date(2026, 6, 1))),
    Case("registration_to_be_cancelled", benefit(MAY, cancelled_date=date(2026, 7, 1)), {"a": "O"}),
    Case("weak_link", benefit(MAY, method="fuzzy", probability=0.97), {"a": "Y"}),
    Case("dead", benefit_and_dead),
]


def bases(*spans: tuple[range | tuple[int, ...], str | None], **values: Any) -> Any:
    """Contributions of somebody in no household: (months back, base)."""

    def build(place: Place) -> None:
        for back, base in spans:
            contribute(place, months_back(*back), base=None if base is None else Decimal(base), **values)

    return build


def bases_and_dead(place: Place) -> None:
    bases((range(1, 4), "3000"), (range(4, 16), "6000"))(place)
    place.add(DEATHS, "a", death_date=date(2026, 6, 1))


RS05 = [
    Case("half", bases((range(1, 4), "3000"), (range(4, 16), "6000")), {"a": "Y"}),
    Case("just_over_half", bases((range(1, 4), "3000.01"), (range(4, 16), "6000"))),
    Case("mean_of_the_last_three", bases(((1,), "1000"), ((2, 3), "4000"), (range(4, 16), "6000")), {"a": "Y"}),
    Case("six_paid_before", bases((range(1, 4), "3000"), ((4, 6, 8, 10, 12, 15), "6000")), {"a": "Y"}),
    Case("five_paid_before", bases((range(1, 4), "3000"), ((4, 6, 8, 10, 12), "6000"))),
    Case("sixth_is_too_long_ago", bases((range(1, 4), "3000"), ((4, 6, 8, 10, 12, 16), "6000"))),
    Case("two_paid_lately_and_a_third_high", bases((range(1, 3), "1500.01"), (range(4, 16), "6000"))),
    Case("months_left_out_among_the_last", bases(((1, 3, 5), "3000"), (range(6, 18), "6000")), {"a": "Y"}),
    Case("three_paid_months_of_a_year", bases(((1, 6, 12), "3000"), (range(13, 25), "6000")), {"a": "Y"}),
    Case("three_paid_months_of_more_than_a_year", bases(((1, 6, 13), "3000"), (range(14, 26), "6000"))),
    Case("this_month_is_paid_already", bases((range(3), "3000"), (range(3, 15), "6000")), {"a": "Y"}),
    Case("stopped_paying", bases((range(4, 7), "3000"), (range(7, 19), "6000"))),
    Case("rose", bases((range(1, 4), "6000"), (range(4, 16), "3000"))),
    Case("base_not_known_lately", bases((range(1, 4), None), (range(4, 16), "6000"))),
    Case("not_received", bases((range(1, 4), "3000"), (range(4, 16), "6000"), received=False)),
    Case("another_insurance", bases((range(1, 4), "3000"), (range(4, 16), "6000"), insurance_type="210")),
    Case("dead", bases_and_dead),
]


def owed(amount: str | None, status: str | None = "在办", filed: date | None = MAY, **household: Any) -> Any:
    def build(place: Place) -> None:
        if household:
            place.household("a", **household)
        money = None if amount is None else Decimal(amount)
        place.add(ARREARS, "a", amount=money, status=status, filed_date=filed)

    return build


def two_small_cases(place: Place) -> None:
    owed("2000")(place)
    owed("2000")(place)


def owed_and_dead(place: Place) -> None:
    owed("9000")(place)
    place.add(DEATHS, "a", death_date=date(2026, 6, 1))


RS06 = [
    Case("at_the_line", owed("2514"), {"a": "Y"}),
    Case("just_below", owed("2513.99")),
    Case("town_below_its_own", owed("3029.99", urban_rural="城镇")),
    Case("town_at_its_own", owed("3030", urban_rural="城镇"), {"a": "Y"}),
    Case("closed", owed("9000", "办结")),
    Case("status_not_readable", owed("9000", None)),
    Case("amount_not_readable", owed(None)),
    Case("filed_after_the_night", owed("9000", filed=date(2026, 7, 1))),
    Case("day_of_filing_not_known", owed("9000", filed=None), {"a": "Y"}),
    Case("two_that_only_together_are_large", two_small_cases),
    Case("dead", owed_and_dead),
]


def taken_up(base: str | None, *back: int, method: str = "exact", **values: Any) -> Any:
    """A dibao household of two with 2,400 yuan a year (100 a head and month); `b` contributes. The standard is 838."""

    def build(place: Place) -> None:
        known = {"annual_income": Decimal(2400), "income_complete": True}
        household = {name: value for name, value in values.items() if name not in ("insurance_type", "received")}
        row = {name: value for name, value in values.items() if name not in household}
        place.household("a", "b", **(known | household))
        money = None if base is None else Decimal(base)
        contribute(place, months_back(*back), "b", base=money, method=method, **row)

    return build


def worked_before(back: int, **values: Any) -> Any:
    def build(place: Place) -> None:
        taken_up("1500", 1, 2)(place)
        contribute(place, months_back(back), "b", base=Decimal(1500), **values)

    return build


def two_members(place: Place) -> None:
    taken_up("738.01", 1)(place)
    contribute(place, months_back(1), "a", base=Decimal(738))


def one_of_two_is_weak(place: Place) -> None:
    taken_up("738.01", 1)(place)
    contribute(place, months_back(1), "a", base=Decimal(738), method="id_only")


def carried_by_the_exact_one(place: Place) -> None:
    taken_up("1500", 1)(place)
    contribute(place, months_back(1), "a", base=Decimal(738), method="id_only")


def dead_worker(place: Place) -> None:
    taken_up("1500", 1)(place)
    place.add(DEATHS, "b", death_date=date(2026, 6, 1))


def weak_membership(place: Place) -> None:
    taken_up("1500", 1)(place)
    place.member("b", method="repaired")


def weak_ledger_row(place: Place) -> None:
    taken_up("1500", 1)(place)
    place.town.rows["civil_affairs/households"][-1]["method"] = "id_only"


def wage_changed(place: Place) -> None:
    taken_up("1400", 1)(place)
    contribute(place, months_back(2, 3), "b", base=Decimal(1500))


RS07 = [
    Case("just_over", taken_up("1476.01", 1, 2), {"a": "B"}),
    Case("at_the_standard", taken_up("1476", 1, 2)),
    Case("began_in_the_first_of_the_twelve", taken_up("1500", *range(1, 12)), {"a": "B"}),
    Case("began_before_the_twelve", taken_up("1500", *range(1, 13))),
    Case("worked_a_year_ago", worked_before(12)),
    Case("worked_in_the_last_month_before_the_twelve_free_ones", worked_before(24), {"a": "B"}),
    Case("worked_in_the_first_of_the_free_ones", worked_before(23)),
    Case("worked_two_years_ago", worked_before(40), {"a": "B"}),
    Case("an_earlier_row_of_unreadable_insurance", worked_before(13, insurance_type=None)),
    Case("an_earlier_row_by_a_weak_link", worked_before(13, method="fuzzy", probability=0.9)),
    Case("the_last_base_counts", wage_changed),
    Case("broken_off", taken_up("1500", 4, 5)),
    Case("paid_this_month_alone", taken_up("1500", 0), {"a": "B"}),
    Case("two_members_together", two_members, {"a": "B"}),
    Case("costs_of_work", taken_up("1500", 1, employment_cost=Decimal(600))),
    Case("income_not_complete", taken_up("1500", 1, income_complete=False)),
    Case("income_not_known", taken_up("1500", 1, annual_income=None)),
    Case("base_not_known", taken_up(None, 1)),
    Case("not_received", taken_up("1500", 1, received=False)),
    *(Case(f"insurance_{kind}", taken_up("1500", 1, insurance_type=kind)) for kind in ("120", "210", "170", None)),
    *(Case(f"type_{kind}", taken_up("1500", 1, assistance_type=kind)) for kind in ("132", "600", "650", "990")),
    Case("tapering", taken_up("1500", 1, status="渐退"), {"a": "B"}),
    Case("left", taken_up("1500", 1, status="退出")),
    Case("dead_worker", dead_worker),
    Case("exact_rows_carry_it", carried_by_the_exact_one, {"a": "B"}),
    Case("weak_ledger_row", weak_ledger_row, {"a": "B"}),
    Case("weak_contribution", taken_up("1500", 1, method="id_only")),
    Case("one_of_two_is_weak", one_of_two_is_weak),
    Case("weak_membership", weak_membership),
]


def refusing(refusals: int | None, method: str = "exact", cancelled: date | None = None, **household: Any) -> Any:
    def build(place: Place) -> None:
        place.household("head", "a", **household)
        row = {"registered_date": date(2025, 5, 1), "refusals": refusals, "cancelled_date": cancelled}
        place.add(UNEMPLOYMENT, "a", method=method, **row)

    return build


def refusing_twice(place: Place) -> None:
    refusing(3)(place)
    row = {"registered_date": date(2024, 5, 1), "refusals": 4}
    place.add(UNEMPLOYMENT, "a", method="id_only", **row)


def refusing_in_two_registrations(place: Place) -> None:
    refusing(2)(place)
    place.add(UNEMPLOYMENT, "a", registered_date=date(2024, 5, 1), refusals=1)


def refusing_by_a_weak_membership(place: Place) -> None:
    refusing(3)(place)
    place.member("a", method="id_only")


def refusing_and_dead(place: Place) -> None:
    refusing(3)(place)
    place.add(DEATHS, "a", death_date=date(2026, 6, 1))


RS08 = [
    Case("three", refusing(3), {"a": "B"}),
    Case("two", refusing(2)),
    Case("never_added_up_over_registrations", refusing_in_two_registrations),
    Case("not_known", refusing(None)),
    Case("cancelled", refusing(3, cancelled=date(2026, 6, 1))),
    Case("to_be_cancelled", refusing(3, cancelled=date(2026, 7, 1)), {"a": "B"}),
    *(Case(f"type_{kind}", refusing(3, assistance_type=kind)) for kind in ("132", "600", "650", "670", "990")),
    Case("tapering", refusing(3, status="渐退"), {"a": "B"}),
    Case("left", refusing(3, status="退出")),
    Case("exact_row_carries_it", refusing_twice, {"a": "B"}),
    Case("weak_row", refusing(3, method="id_only")),
    Case("weak_membership", refusing_by_a_weak_membership),
    Case("dead", refusing_and_dead),
]

TABLES = {"RS03": RS03, "RS05": RS05, "RS06": RS06, "RS07": RS07, "RS08": RS08}
WITHHELD = {
    ("RS07", "weak_contribution"): {"a": ""},
    ("RS07", "one_of_two_is_weak"): {"a": ""},
    ("RS07", "weak_membership"): {"a": ""},
    ("RS08", "weak_row"): {"a": ""},
    ("RS08", "weak_membership"): {"a": ""},
}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Night]:
    root = tmp_path_factory.mktemp("work")
    return {code: find_cases(root / code, cases) for code, cases in TABLES.items()}


@pytest.mark.parametrize(
    ("code", "case"),
    [(code, case) for code, cases in TABLES.items() for case in cases],
    ids=lambda value: getattr(value, "name", value),
)
def test_finds_exactly(nights: dict[str, Night], code: str, case: Case) -> None:
    assert hits_of(nights[code], code, case.name) == case.expected


@pytest.mark.parametrize(("code", "case"), [(code, case.name) for code in ("RS07", "RS08") for case in TABLES[code]])
def test_only_weak_findings_are_withheld(nights: dict[str, Night], code: str, case: str) -> None:
    assert hits_of(nights[code], code, case, "indicators/withheld") == WITHHELD.get((code, case), {})
