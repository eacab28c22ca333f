"""YB03, YB04, YB06 and YB09: sums of own payment over months and years. The night is 2026-06-30."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assets.lake import Night
from tests.stages.indicators.medical_rows import DAY, paid, settle
from tests.stages.indicators.small_town import Case, Place, find_cases, hits_of

JUNE_1, JUNE_30, JULY_1 = date(2026, 6, 1), date(2026, 6, 30), date(2026, 7, 1)
INCOME: dict[str, Any] = {"annual_income": Decimal(20000), "income_complete": True}  # the line is 8,000


def earning(*rows: tuple[str, date], **household: Any) -> Any:
    return paid(*rows, **(INCOME | household))


def shared(place: Place) -> None:
    place.household("a", "b", **INCOME)
    settle(place, "4000", who="a")
    settle(place, "4000.01", who="b")


def shared_with_the_dead(place: Place) -> None:
    shared(place)
    place.add("civil_affairs/deaths", "b", death_date=date(2026, 6, 1))


def all_dead(place: Place) -> None:
    earning(("9000", DAY))(place)
    place.add("civil_affairs/deaths", "a", death_date=date(2026, 6, 1))


def in_no_ledger(place: Place) -> None:
    settle(place, "90000")


def weakly_linked(place: Place) -> None:
    place.household("a", **INCOME)
    settle(place, "9000", method="fuzzy", probability=0.97)


YB03 = [
    Case("just_over", earning(("8000.01", DAY)), {"a": "O"}),
    Case("at_the_line", earning(("8000", DAY))),
    Case("members_are_added_up", shared, {"a": "O"}),
    Case("reversal_nets_out", earning(("9000", DAY), ("-1000", DAY))),
    Case("first_month_of_the_twelve", earning(("9000", date(2025, 7, 1))), {"a": "O"}),
    Case("month_before_the_twelve", earning(("9000", date(2025, 6, 30)))),
    Case("after_the_night", earning(("9000", JULY_1))),
    Case("income_not_complete", earning(("9000", DAY), income_complete=False)),
    Case("income_not_known", earning(("9000", DAY), annual_income=None)),
    Case("income_of_zero", earning(("9000", DAY), annual_income=Decimal(0))),
    Case("income_before_costs_of_work", earning(("8000", DAY), employment_cost=Decimal(10000))),
    Case("only_watched", earning(("9000", DAY), assistance_type="990"), {"a": "O"}),
    Case("in_no_ledger", in_no_ledger),
    Case("what_was_paid_for_a_member_now_dead_counts", shared_with_the_dead, {"a": "O"}),
    Case("nobody_alive", all_dead),
    Case("weak_link_is_capped", weakly_linked, {"a": "Y"}),
]

# The last three months are April to June 2026, the twelve before them April 2025 to March 2026.
MARCH = date(2026, 3, 31)


def dead_payer(place: Place) -> None:
    paid(("1200", MARCH), ("3000", DAY))(place)
    place.add("civil_affairs/deaths", "a", death_date=date(2026, 6, 20))


YB04 = [
    Case("least_amount", paid(("1200", MARCH), ("3000", DAY)), {"a": "Y"}),
    Case("below_the_least_amount", paid(("1200", MARCH), ("2999.99", DAY))),
    Case("three_times_the_mean", paid(("8000", MARCH), ("6000", DAY)), {"a": "Y"}),
    Case("below_three_times_the_mean", paid(("8000", MARCH), ("5999.99", DAY))),
    Case("months_add_up", paid(("1200", MARCH), ("1000", date(2026, 4, 1)), ("2000", JUNE_30)), {"a": "Y"}),
    Case("nothing_before", paid(("9000", DAY))),
    Case("before_the_twelve_is_nothing_before", paid(("1200", date(2025, 3, 31)), ("9000", DAY))),
    Case("first_month_of_the_twelve", paid(("1200", date(2025, 4, 1)), ("9000", DAY)), {"a": "Y"}),
    Case("reversed_before_is_nothing_before", paid(("1200", MARCH), ("-1200", MARCH), ("9000", DAY))),
    Case("settled_for_nothing_before", paid(("0", MARCH), ("3000", DAY)), {"a": "Y"}),
    Case("reversal_nets_out", paid(("1200", MARCH), ("3000", DAY), ("-100", DAY))),
    Case("after_the_night", paid(("1200", MARCH), ("9000", JULY_1))),
    Case("dead", dead_payer),
]


def chronic(*rows: tuple[str, date], **values: Any) -> Any:
    def build(place: Place) -> None:
        for amount, on in rows:
            settle(place, amount, on, **({"med_type": "14"} | values))

    return build


THREE_MONTHS = (("500", date(2026, 3, 1)), ("500", date(2026, 4, 30)), ("500", date(2026, 5, 31)))


def chronic_and_dead(place: Place) -> None:
    chronic(*THREE_MONTHS)(place)
    place.add("civil_affairs/deaths", "a", death_date=date(2026, 6, 20))


YB06 = [
    Case("three_months_at_the_line", chronic(*THREE_MONTHS), {"a": "Y"}),
    Case("one_month_just_below", chronic(*THREE_MONTHS[:2], ("499.99", DAY))),
    Case("two_payments_in_a_month", chronic(*THREE_MONTHS[:2], ("250", DAY), ("250", DAY)), {"a": "Y"}),
    Case("two_months_only", chronic(*THREE_MONTHS[1:])),
    Case("the_running_month_does_not_count", chronic(*THREE_MONTHS[1:], ("500", JUNE_1))),
    Case("a_gap_of_a_month", chronic(("500", date(2026, 2, 1)), *THREE_MONTHS[:2])),
    Case("reversed_in_one_month", chronic(*THREE_MONTHS, ("-500", DAY))),
    Case("other_outpatient_care", chronic(*THREE_MONTHS, med_type="11")),
    Case("kind_of_care_not_readable", chronic(*THREE_MONTHS, med_type=None)),
    Case("dead", chronic_and_dead),
]


def in_scope(*rows: tuple[str, str, str | None], on: date = DAY, assistance_type: str = "110", **household: Any) -> Any:
    """Settlements of (in-scope fee, paid by funds, assistance); the deductible is 1,250, for the margin 2,500."""

    def build(place: Place) -> None:
        place.household("a", assistance_type=assistance_type, **household)
        for fee, fund, assistance in rows:
            values = {"in_scope_fee": Decimal(fee), "fund_pay": Decimal(fund), "total_fee": Decimal(fee)}
            aided = None if assistance is None else Decimal(assistance)
            settle(place, str(Decimal(fee) - Decimal(fund)), on, assistance_pay=aided, **values)

    return build


OVER = ("3000", "1749.99", "0")


def in_scope_and_dead(place: Place) -> None:
    in_scope(OVER)(place)
    place.add("civil_affairs/deaths", "a", death_date=date(2026, 6, 20))


YB09 = [
    Case("just_over", in_scope(OVER), {"a": "Y"}),
    Case("at_the_deductible", in_scope(("3000", "1750", "0"))),
    Case("settlements_add_up", in_scope(("1000", "300", "0"), ("1000", "400", "0")), {"a": "Y"}),
    Case("tekun", in_scope(OVER, assistance_type="132"), {"a": "Y"}),
    Case("margin_below_its_own", in_scope(("5000", "2500", "0"), assistance_type="600")),
    Case("margin_over_its_own", in_scope(("5000", "2499.99", "0"), assistance_type="600"), {"a": "Y"}),
    Case("town_below_its_own", in_scope(("5000", "2300", "0"), urban_rural="城镇")),
    Case("assisted", in_scope(("3000", "1000", "100"))),
    Case("assisted_with_another_settlement", in_scope(OVER, ("100", "100", "50"))),
    Case("assistance_taken_back", in_scope(OVER, ("100", "100", "50"), ("-100", "-100", "-50")), {"a": "Y"}),
    Case("assistance_not_known", in_scope(OVER, ("100", "100", None))),
    Case("reversal_nets_out", in_scope(OVER, OVER, ("-3000", "-1749.99", "0"), ("-100", "-50", "0"))),
    Case("funds_that_paid_more_make_no_credit", in_scope(OVER, ("100", "200", "0")), {"a": "Y"}),
    Case("rigid", in_scope(OVER, assistance_type="650")),
    Case("left", in_scope(OVER, status="退出")),
    Case("month_before_the_twelve", in_scope(OVER, on=date(2025, 6, 30))),
    Case("first_month_of_the_twelve", in_scope(OVER, on=date(2025, 7, 1)), {"a": "Y"}),
    Case("dead", in_scope_and_dead),
]

TABLES = {"YB03": YB03, "YB04": YB04, "YB06": YB06, "YB09": YB09}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Night]:
    root = tmp_path_factory.mktemp("medical_burden")
    return {code: find_cases(root / code, cases) for code, cases in TABLES.items()}


@pytest.mark.parametrize(
    ("code", "case"),
    [(code, case) for code, cases in TABLES.items() for case in cases],
    ids=lambda value: getattr(value, "name", value),
)
def test_finds_exactly(nights: dict[str, Night], code: str, case: Case) -> None:
    assert hits_of(nights[code], code, case.name) == case.expected
