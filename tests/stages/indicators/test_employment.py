"""RS01, RS02 and RS04: what fires, what is just outside, what must stop it. The night is 2026-06-30."""

from datetime import date
from typing import Any

import pytest

from assets.lake import Night
from tests.stages.indicators.small_town import Case, Place, find_cases, hits_of
from tests.stages.indicators.work_rows import UNEMPLOYMENT, contribute, months_back


def registered(on: date, **values: Any) -> Any:
    household = {name: values.pop(name) for name in ("assistance_type", "status") if name in values}

    def build(place: Place) -> None:
        place.household("a", **household)
        place.add(UNEMPLOYMENT, "a", registered_date=on, **values)

    return build


def registered_and_dead(place: Place) -> None:
    registered(date(2026, 6, 20))(place)
    place.add("civil_affairs/deaths", "a", death_date=date(2026, 6, 25))


RS01 = [
    Case("first_day_of_the_window", registered(date(2026, 6, 1)), {"a": "Y"}),
    Case("day_before_the_window", registered(date(2026, 5, 31))),
    Case("on_the_night", registered(date(2026, 6, 30)), {"a": "Y"}),
    Case("after_the_night", registered(date(2026, 7, 1))),
    Case("cancelled", registered(date(2026, 6, 10), cancelled_date=date(2026, 6, 20))),
    Case("to_be_cancelled", registered(date(2026, 6, 10), cancelled_date=date(2026, 7, 20)), {"a": "Y"}),
    Case("only_watched", registered(date(2026, 6, 10), assistance_type="990")),
    Case("left", registered(date(2026, 6, 10), status="退出")),
    Case("rigid", registered(date(2026, 6, 10), assistance_type="650"), {"a": "Y"}),
    Case("dead", registered_and_dead),
]


def contributed(*back: int, born: date | None = date(1980, 1, 1), **values: Any) -> Any:
    def build(place: Place) -> None:
        place.person("a", born)
        contribute(place, months_back(*back), **values)

    return build


SIX = (4, 5, 6, 7, 8, 9)


def with_unemployment(**values: Any) -> Any:
    def build(place: Place) -> None:
        contributed(*SIX)(place)
        place.add(UNEMPLOYMENT, "a", registered_date=date(2026, 4, 1), **values)

    return build


def not_received_in_the_gap(place: Place) -> None:
    contributed(*SIX)(place)
    contribute(place, months_back(1, 2, 3), received=False)


def residents_pension_in_the_gap(place: Place) -> None:
    contributed(*SIX)(place)
    contribute(place, months_back(1, 2, 3), insurance_type="170")


def unreadable_insurance_in_the_gap(place: Place) -> None:
    contributed(*SIX)(place)
    contribute(place, months_back(2), insurance_type=None)


def same_month_twice(place: Place) -> None:
    contributed(4, 5, 6, 7, 8)(place)
    contribute(place, months_back(8))


def contributed_and_dead(place: Place) -> None:
    contributed(*SIX)(place)
    place.add("civil_affairs/deaths", "a", death_date=date(2026, 4, 1))


MAY = date(2026, 5, 1)
RS02 = [
    Case("six_months_then_three_without", contributed(*SIX), {"a": "O"}),
    Case("five_months_only", contributed(4, 5, 6, 7, 8)),
    Case("same_month_twice_is_one", same_month_twice),
    Case("oldest_month_of_the_twelve", contributed(4, 5, 6, 7, 8, 15), {"a": "O"}),
    Case("one_month_too_old", contributed(4, 5, 6, 7, 8, 16)),
    Case("gap_of_two_months", contributed(3, *SIX)),
    Case("paid_last_month", contributed(1, *SIX)),
    Case("not_received_in_the_gap", not_received_in_the_gap, {"a": "O"}),
    Case("receipt_not_stated_counts_as_paid", contributed(*SIX, received=None), {"a": "O"}),
    Case("never_received", contributed(*SIX, received=False)),
    Case("residents_pension_in_the_gap", residents_pension_in_the_gap, {"a": "O"}),
    Case("unreadable_insurance_in_the_gap", unreadable_insurance_in_the_gap),
    Case("unreadable_insurance_is_no_paid_month", contributed(*SIX, insurance_type=None)),
    Case("other_insurance", contributed(*SIX, insurance_type="410")),
    Case("benefit_in_force", with_unemployment(benefit_from=MAY, benefit_until=date(2026, 6, 1))),
    Case("benefit_ended", with_unemployment(benefit_from=date(2026, 4, 1), benefit_until=MAY), {"a": "O"}),
    Case("benefit_not_begun", with_unemployment(benefit_from=date(2026, 7, 1)), {"a": "O"}),
    Case("benefit_without_end", with_unemployment(benefit_from=MAY)),
    Case("registered_without_benefit", with_unemployment(), {"a": "O"}),
    Case("sixty_tomorrow", contributed(*SIX, born=date(1966, 7, 1)), {"a": "O"}),
    Case("sixty_today", contributed(*SIX, born=date(1966, 6, 30))),
    Case("age_not_known", contributed(*SIX, born=None)),
    Case("dead", contributed_and_dead),
    Case("weak_link_is_capped", contributed(*SIX, method="fuzzy", probability=0.97), {"a": "Y"}),
]

REGISTERED = date(2026, 1, 10)


def family(*workers: str, idle: tuple[str, ...] = (), **household: Any) -> Any:
    """A household of workers, those of `idle` registered as unemployed."""

    def build(place: Place) -> None:
        place.household(*workers, **household)
        for who in idle:
            place.add(UNEMPLOYMENT, who, registered_date=REGISTERED)

    return build


def one_idle_and(change: Any) -> Any:
    """Two members, `a` registered unemployed; `change` says what `b` is."""

    def build(place: Place) -> None:
        family("a", "b", idle=("a",))(place)
        change(place)

    return build


def idle_with(*back: int, **values: Any) -> Any:
    def build(place: Place) -> None:
        family("a", idle=("a",))(place)
        contribute(place, months_back(*back), **values)

    return build


def born(day: date | None) -> Any:
    return lambda place: place.person("b", day)


def pupil(place: Place) -> None:
    place.add("education/students", "b", student_status="01", stage="本科")


def disabled(grade: str) -> Any:
    return lambda place: place.add("civil_affairs/disabled", "b", category="4", grade=grade)


def died(method: str) -> Any:
    return lambda place: place.add("civil_affairs/deaths", "b", death_date=date(2026, 1, 1), method=method)


def member(**values: Any) -> Any:
    return lambda place: place.member("b", **values)


def cancelled(place: Place) -> None:
    place.household("a")
    place.add(UNEMPLOYMENT, "a", registered_date=REGISTERED, cancelled_date=date(2026, 6, 1))


def nobody_able(place: Place) -> None:
    place.person("a", date(1950, 1, 1))
    family("a", idle=("a",))(place)


RS04 = [
    Case("all_registered", family("a", "b", idle=("a", "b")), {"a": "R"}),
    Case("one_not_registered", family("a", "b", idle=("a",))),
    Case("nobody_able", nobody_able),
    Case("registration_cancelled", cancelled),
    Case("contribution_three_months_ago", idle_with(3)),
    Case("contribution_four_months_ago", idle_with(4), {"a": "R"}),
    Case("contribution_not_received", idle_with(1, received=False), {"a": "R"}),
    Case("residents_pension_is_no_work", idle_with(1, insurance_type="170"), {"a": "R"}),
    Case("contribution_of_unreadable_insurance", idle_with(1, insurance_type=None)),
    Case("old_contribution_of_unreadable_insurance", idle_with(4, insurance_type=None), {"a": "R"}),
    Case("other_member_fifteen", one_idle_and(born(date(2010, 7, 1))), {"a": "R"}),
    Case("other_member_sixteen", one_idle_and(born(date(2010, 6, 30)))),
    Case("other_member_fifty_nine", one_idle_and(born(date(1966, 7, 1)))),
    Case("other_member_sixty", one_idle_and(born(date(1966, 6, 30))), {"a": "R"}),
    Case("other_member_of_unknown_age", one_idle_and(born(None)), {"a": "R"}),
    Case("other_member_in_school", one_idle_and(pupil), {"a": "R"}),
    Case("other_member_in_school_by_ledger", one_idle_and(member(in_school=True)), {"a": "R"}),
    Case("other_member_severely_disabled", one_idle_and(disabled("2")), {"a": "R"}),
    Case("other_member_disabled", one_idle_and(disabled("3"))),
    Case("other_member_without_capacity", one_idle_and(member(work_capacity="03")), {"a": "R"}),
    Case("other_member_with_capacity", one_idle_and(member(work_capacity="01"))),
    Case("other_member_dead", one_idle_and(died("exact")), {"a": "R"}),
    Case("other_member_perhaps_dead", one_idle_and(died("fuzzy"))),
    Case("only_watched", family("a", idle=("a",), assistance_type="990"), {"a": "R"}),
    Case("left", family("a", idle=("a",), status="退出")),
]

TABLES = {"RS01": RS01, "RS02": RS02, "RS04": RS04}


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
