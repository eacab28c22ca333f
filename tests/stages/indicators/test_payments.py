"""MZ14: money that did not arrive. The night is 2026-06-30, the last two full months are April and May.

Each corner has neighbours who were paid, so that the county's payments are known to have been delivered.
"""

from datetime import date
from typing import Any

import pytest

from assets.lake import Night
from tests.stages.indicators.grant_rows import pay
from tests.stages.indicators.small_town import Case, Place, find_cases, hits_of, with_own

DEATHS = "civil_affairs/deaths"
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)
OTHER_COUNTY, THIRD_COUNTY, OWN_COUNTY = "371083100201", "370102100201", "371081100201"
COUNTIES: list[dict[str, Any]] = [
    {"name": "payment_gap_months", "region": "371081", "value": 3.0},
    {"name": "payment_failed_months", "region": "371081", "value": 1.0},
]


def neighbours(place: Place, *back: int, kind: str = "110", count: int = 3, **household: Any) -> None:
    for number in range(count):
        who = f"neighbour{number}"
        place.household(who, number=who, assistance_type=kind, **household)
        for month in back:
            pay(place, month, who=who, number=who, assistance_type=kind)


def receiving(*rows: tuple[int, str], payee: str = "a", kind: str = "110", **values: Any) -> Any:
    """A household of `a` and `b` with payments of (months back, state), beside neighbours paid every month."""
    named = {name: values.pop(name) for name in ("method", "probability") if name in values}

    def build(place: Place) -> None:
        division = {name: value for name, value in values.items() if name == "division_code"}
        neighbours(place, 0, 1, 2, 3, kind=kind, **division)
        place.household("a", "b", assistance_type=kind, **values)
        for back, state in rows:
            pay(place, back, who=payee, assistance_type=kind, pay_status=state, **named)

    return build


def and_dead(build: Any, who: str) -> Any:
    def both(place: Place) -> None:
        build(place)
        place.add(DEATHS, who, death_date=date(2026, 6, 1))

    return both


def tekun_alone_but_for_one(place: Place) -> None:
    receiving((1, "成功"), (2, "成功"), kind="132")(place)


def a_home_receives_it(place: Place) -> None:
    receiving(kind="132")(place)
    for back in (1, 2):
        pay(place, back, who="home", assistance_type="132")


def failed_then_another_kind_succeeds(place: Place) -> None:
    receiving((1, "失败"), (2, "成功"))(place)
    pay(place, 0, assistance_type="500")


def failed_then_an_unreadable_kind_succeeds(place: Place) -> None:
    receiving((1, "失败"), (2, "成功"))(place)
    pay(place, 0, assistance_type=None)


def not_delivered(place: Place) -> None:
    """The county's payments end in March."""
    neighbours(place, 3, division_code=OTHER_COUNTY)
    place.household("a", division_code=OTHER_COUNTY)
    pay(place, 3)


def hardly_delivered(place: Place) -> None:
    """Of four households one has rows of April and May."""
    neighbours(place, 3, count=2, division_code=THIRD_COUNTY)
    place.household("early", number="early", division_code=THIRD_COUNTY)
    for back in (1, 2, 3):
        pay(place, back, who="early", number="early")
    place.household("a", division_code=THIRD_COUNTY)


def in_no_household(place: Place) -> None:
    neighbours(place, 0, 1, 2)
    pay(place, 1, pay_status="失败", household_no=None)


MZ14 = [
    Case("paid", receiving((1, "成功"), (2, "成功"))),
    Case("nothing_for_two_full_months", receiving((3, "成功")), {"a": "O"}),
    Case("one_of_the_two_was_paid", receiving((2, "成功"))),
    Case("waiting_is_not_paid", receiving((1, "待发"), (2, "待发")), {"a": "O"}),
    Case("another_member_was_paid", receiving((1, "成功"), (2, "成功"), payee="b")),
    Case("somebody_outside_was_paid_for_it", receiving((1, "成功"), (2, "成功"), payee="agent")),
    Case("failed_this_month", receiving((0, "失败"), (1, "成功"), (2, "成功")), {"a": "O"}),
    Case("failed_last_month", receiving((1, "失败"), (2, "成功")), {"a": "O"}),
    Case("failed_and_paid_since", receiving((1, "失败"), (0, "成功"), (2, "成功"))),
    Case("failed_two_months_ago_and_paid_since", receiving((2, "失败"), (1, "成功"))),
    Case("failed_two_months_ago_and_nothing_since", receiving((2, "失败"), (3, "成功")), {"a": "O"}),
    Case("failed_and_another_kind_paid_since", failed_then_another_kind_succeeds, {"a": "O"}),
    Case("failed_and_an_unreadable_kind_paid_since", failed_then_an_unreadable_kind_succeeds),
    Case("failed_and_left_since", receiving((1, "失败"), (2, "成功"), status="退出"), {"a": "O"}),
    Case("failed_by_a_weak_link", receiving((1, "失败"), (2, "成功"), method="fuzzy", probability=0.97), {"a": "Y"}),
    Case("failed_in_no_household", in_no_household, {"a": "O"}),
    Case("began_in_april", receiving(start_month=APRIL), {"a": "O"}),
    Case("began_in_may", receiving(start_month=MAY)),
    Case("beginning_not_known", receiving(start_month=None)),
    Case("beginning_not_known_but_paid_before", receiving((3, "成功"), start_month=None), {"a": "O"}),
    Case("tapering", receiving((3, "成功"), status="渐退")),
    Case("left", receiving((3, "成功"), status="退出")),
    *(Case(f"type_{kind}", receiving((3, "成功"), kind=kind)) for kind in ("600", "650", "670", "660")),
    Case("each_tekun_person", tekun_alone_but_for_one, {"b": "O"}),
    Case("a_home_receives_it_for_tekun", a_home_receives_it),
    Case("months_not_delivered", not_delivered),
    Case("months_hardly_delivered", hardly_delivered),
    Case("head_dead", and_dead(receiving((3, "成功")), "a"), {"b": "O"}),
    Case("failed_for_the_dead", and_dead(receiving((1, "失败"), (2, "成功")), "a")),
    Case("own_months_of_the_county", receiving((3, "成功"), division_code=OWN_COUNTY)),
    Case("own_months_of_the_county_are_over", receiving(division_code=OWN_COUNTY), {"a": "O"}),
    Case("failed_before_own_months", receiving((1, "失败"), (2, "成功"), division_code=OWN_COUNTY)),
]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    return find_cases(tmp_path_factory.mktemp("payments"), MZ14, values=with_own(*COUNTIES))


@pytest.mark.parametrize("case", MZ14, ids=lambda case: case.name)
def test_finds_exactly(night: Night, case: Case) -> None:
    assert hits_of(night, "MZ14", case.name) == case.expected
