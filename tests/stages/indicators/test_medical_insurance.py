"""YB01, YB02 and YB08: what fires, what is just below, what must stop it. The night is 2026-06-30."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assets.lake import Night
from tests.stages.indicators.small_town import Case, Place, find_cases, hits_of

SETTLEMENTS = "medical_insurance/settlements"
ENROLMENT = "medical_insurance/enrolment"


def settle(place: Place, amount: str, on: date = date(2026, 5, 10), who: str = "a", **values: Any) -> None:
    place.add(SETTLEMENTS, who, settle_date=on, personal_pay=Decimal(amount), **({"med_type": "11"} | values))


def paid(*amounts: str, **household: Any) -> Any:
    """A household of one that paid these amounts on 10 May."""

    def build(place: Place) -> None:
        place.household("a", **household)
        for amount in amounts:
            settle(place, amount)

    return build


def paid_on(amount: str, on: date) -> Any:
    def build(place: Place) -> None:
        place.household("a")
        settle(place, amount, on)

    return build


def outsider(amount: str) -> Any:
    return lambda place: settle(place, amount)


def dead(method: str) -> Any:
    def build(place: Place) -> None:
        paid("20000")(place)
        place.add("civil_affairs/deaths", "a", death_date=date(2026, 6, 20), method=method)

    return build


def split_between_members(place: Place) -> None:
    place.household("a", "b")
    settle(place, "7000", who="a")
    settle(place, "7000", who="b")


def weak_link(place: Place) -> None:
    place.household("a")
    settle(place, "20000", method="fuzzy", probability=0.97)


YB01 = [
    Case("at_the_line", paid("12500"), {"a": "O"}),
    Case("sum_over_the_line", paid("6000", "6500"), {"a": "O"}),
    Case("just_below", paid("12499.99")),
    Case("reversal_nets_out", paid("15000", "-5000")),
    Case("on_1_january", paid_on("12500", date(2026, 1, 1)), {"a": "O"}),
    Case("last_year", paid_on("20000", date(2025, 12, 31))),
    Case("on_the_night", paid_on("12500", date(2026, 6, 30)), {"a": "O"}),
    Case("after_the_night", paid_on("20000", date(2026, 7, 1))),
    Case("town_below_its_own_line", paid("26999.99", urban_rural="城镇")),
    Case("town_at_its_own_line", paid("27000", urban_rural="城镇"), {"a": "O"}),
    Case("in_no_household_below", outsider("24999.99")),
    Case("in_no_household_at_the_line", outsider("25000"), {"a": "O"}),
    Case("left_dibao_has_the_line_of_others", paid("15000", status="退出")),
    Case("status_not_known_has_the_line_of_others", paid("15000", status=None)),
    Case("never_added_up_over_members", split_between_members),
    Case("certainly_dead", dead("exact")),
    Case("perhaps_dead", dead("fuzzy"), {"a": "O"}),
    Case("weak_link_is_capped", weak_link, {"a": "Y"}),
]


def inpatient(*amounts: str, on: date = date(2026, 5, 10), **values: Any) -> Any:
    def build(place: Place) -> None:
        defaults: dict[str, Any] = {"med_type": "21", "discharge_date": date(2026, 5, 9)}
        for amount in amounts:
            settle(place, amount, on, **(defaults | values))

    return build


def reversed_and_settled_again(place: Place) -> None:
    inpatient("60000", on=date(2026, 3, 20))(place)
    inpatient("-60000", on=date(2026, 4, 20))(place)
    inpatient("60000", on=date(2026, 4, 21))(place)


def old_settlement_reversed_lately(place: Place) -> None:
    inpatient("60000", on=date(2026, 1, 20))(place)
    inpatient("-60000", on=date(2026, 4, 20))(place)


def reversal_with_its_own_dates(place: Place) -> None:
    inpatient("60000")(place)
    inpatient("-60000", discharge_date=date(2026, 2, 1))(place)


def and_a_reversal(on: date) -> Any:
    def build(place: Place) -> None:
        inpatient("60000")(place)
        inpatient("-60000", on=on)(place)

    return build


def reversal_without_discharge_date(place: Place) -> None:
    inpatient("60000", discharge_date=None)(place)
    inpatient("-60000", discharge_date=None)(place)


YB02 = [
    Case("just_over", inpatient("50000.01"), {"a": "R"}),
    Case("at_the_line", inpatient("50000")),
    Case("first_day_of_the_window", inpatient("60000", on=date(2026, 4, 2)), {"a": "R"}),
    Case("day_before_the_window", inpatient("60000", on=date(2026, 4, 1))),
    Case("after_the_night", inpatient("60000", on=date(2026, 7, 1))),
    Case("two_that_only_together_are_large", inpatient("30000", "30000")),
    Case("two_large_are_one_hit", inpatient("60000", "70000"), {"a": "R"}),
    Case("outpatient", inpatient("60000", med_type="14")),
    Case("reversed", inpatient("60000", "-60000")),
    Case("reversed_without_discharge_date", reversal_without_discharge_date),
    Case("reversal_of_another_amount", inpatient("60000", "-59999.99"), {"a": "R"}),
    Case("one_reversal_cancels_one", inpatient("60000", "60000", "-60000"), {"a": "R"}),
    Case("reversed_and_settled_again", reversed_and_settled_again, {"a": "R"}),
    Case("old_settlement_reversed_lately", old_settlement_reversed_lately),
    Case("reversal_with_its_own_dates", reversal_with_its_own_dates),
    Case("reversal_in_the_first_of_twelve_months", and_a_reversal(date(2025, 7, 1))),
    Case("reversal_before_the_twelve_months", and_a_reversal(date(2025, 6, 30)), {"a": "R"}),
    Case("weak_link_is_capped", inpatient("60000", method="fuzzy", probability=0.98), {"a": "Y"}),
    Case("sure_link_is_not_capped", inpatient("60000", method="fuzzy", probability=0.999), {"a": "R"}),
    Case("not_sure_enough_is_capped", inpatient("60000", method="same_details", probability=0.98), {"a": "Y"}),
    Case("same_details_and_sure", inpatient("60000", method="same_details", probability=0.995), {"a": "R"}),
]


def enrolled(*rows: tuple[int, str | None], insurance_type: str = "390", **household: Any) -> Any:
    def build(place: Place) -> None:
        place.household("a", **household)
        for year, status in rows:
            place.add(ENROLMENT, "a", year=year, status=status, insurance_type=insurance_type)

    return build


def not_enrolled_and_dead(place: Place) -> None:
    place.household("a", "b")
    place.add("civil_affairs/deaths", "a", death_date=date(2026, 6, 30))


YB08 = [
    Case("no_row", enrolled(), {"a": "O"}),
    Case("in_force", enrolled((2026, "1"))),
    Case("employees_insurance_in_force", enrolled((2026, "1"), insurance_type="310")),
    Case("only_last_year", enrolled((2025, "1")), {"a": "O"}),
    Case("suspended", enrolled((2026, "2")), {"a": "O"}),
    Case("ended_and_in_force_again", enrolled((2026, "4"), (2026, "1"))),
    Case("status_not_readable", enrolled((2026, None)), {"a": "O"}),
    Case("tapering", enrolled(status="渐退"), {"a": "O"}),
    Case("left", enrolled(status="退出")),
    Case("status_of_household_not_known", enrolled(status=None)),
    Case("relapse_monitored", enrolled(assistance_type="670"), {"a": "O"}),
    Case("other_hardship", enrolled(assistance_type="660")),
    Case("only_watched", enrolled(assistance_type="990")),
    Case("dead_and_alive", not_enrolled_and_dead, {"b": "O"}),
]

TABLES = {"YB01": YB01, "YB02": YB02, "YB08": YB08}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Night]:
    root: Path = tmp_path_factory.mktemp("medical_insurance")
    return {code: find_cases(root / code, cases) for code, cases in TABLES.items()}


@pytest.mark.parametrize(
    ("code", "case"),
    [(code, case) for code, cases in TABLES.items() for case in cases],
    ids=lambda value: getattr(value, "name", value),
)
def test_finds_exactly(nights: dict[str, Night], code: str, case: Case) -> None:
    assert hits_of(nights[code], code, case.name) == case.expected
