"""MZ02: two benefits at once that exclude each other. The night is 2026-06-30."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.indicators.parameters import read_parameters
from assets.lake import Night
from tests.stages.indicators.small_town import Case, Place, Town, find, find_cases, hits_of

PAYMENTS = "civil_affairs/payments"
CHILDREN = "civil_affairs/children"
DEATHS = "civil_affairs/deaths"
APRIL, MAY, JUNE, JULY = (date(2026, month, 1) for month in (4, 5, 6, 7))
NEXT_COUNTY = "371083100201"


def pay(place: Place, kind: str | None, month: date = MAY, who: str = "a", **values: Any) -> None:
    defaults = {"pay_status": "成功", "amount_paid": Decimal(600), "amount_due": Decimal(600)}
    place.add(PAYMENTS, who, assistance_type=kind, pay_month=month, **(defaults | values))


def paid(*payments: tuple[str | None, date], **second: Any) -> Any:
    """Payments of (kind, month) to somebody in no household; `second` changes the last of them."""

    def build(place: Place) -> None:
        for number, (kind, month) in enumerate(payments, start=1):
            pay(place, kind, month, **(second if number == len(payments) else {}))

    return build


def taken_back(place: Place) -> None:
    paid(("120", MAY), ("132", MAY))(place)
    pay(place, "131", amount_paid=Decimal(-600))


def in_both(**second: Any) -> Any:
    """A dibao household of `a` since January 2024, and a tekun household of `a`."""

    def build(place: Place) -> None:
        place.household("a")
        place.household("a", number="second", **({"assistance_type": "132"} | second))

    return build


def paid_and_in_force(month: date, **household: Any) -> Any:
    """A payment of tekun in a month to a member of a dibao household."""

    def build(place: Place) -> None:
        place.household("head", "a", **household)
        pay(place, "132", month)

    return build


def child(kind: str | None, start: date | None = MAY, tekun: Any = None, method: str = "exact") -> Any:
    """A child of a tekun household (another with `tekun`) and of the children's list."""

    def build(place: Place) -> None:
        place.person("a", date(2015, 1, 1))
        place.household("a", **({"assistance_type": "132", "start_month": MAY} | (tekun or {})))
        place.add(CHILDREN, "a", child_category=kind, start_month=start, method=method)

    return build


def in_two_counties(kind: str = "120", other: str = "120", **second: Any) -> Any:
    def build(place: Place) -> None:
        place.household("a", assistance_type=kind)
        place.household("a", number="second", **({"assistance_type": other, "division_code": NEXT_COUNTY} | second))

    return build


def paid_in_two_counties(place: Place) -> None:
    """Households that left: what was paid by each of them is what is left to see."""
    for number, division in (("h", "371082100201"), ("second", NEXT_COUNTY)):
        place.household("a", number=number, status="退出", division_code=division)
    pay(place, "110", household_no=place.named("h"))
    pay(place, "120", household_no=place.named("second"))


def paid_twice_in_one_county(place: Place) -> None:
    place.household("a", status="退出")
    for kind in ("110", "120"):
        pay(place, kind, household_no=place.named("h"))


def exact_and_weak_rows(place: Place) -> None:
    in_both()(place)
    pay(place, "132", method="id_only")


def weak_member(place: Place) -> None:
    in_both()(place)
    place.member("a", number="second", method="id_only")


def weak_head(place: Place) -> None:
    """The second household's ledger row names `a` as its head by a weak link, its member row exactly."""
    in_both()(place)
    place.town.rows["civil_affairs/households"][-1]["method"] = "id_only"


def dead(place: Place) -> None:
    in_both()(place)
    place.add(DEATHS, "a", death_date=date(2026, 6, 20))


CASES = [
    Case("paid_both_in_one_month", paid(("120", MAY), ("132", MAY)), {"a": "O"}),
    Case("kinds_that_do_not_tell_town_from_country", paid(("100", MAY), ("130", MAY)), {"a": "O"}),
    Case("paid_in_two_months", paid(("120", APRIL), ("132", MAY))),
    Case("twelve_months_ago", paid(("120", date(2025, 7, 1)), ("132", date(2025, 7, 1))), {"a": "O"}),
    Case("thirteen_months_ago", paid(("120", date(2025, 6, 1)), ("132", date(2025, 6, 1)))),
    Case("for_the_month_after_the_night", paid(("120", JULY), ("132", JULY))),
    Case("the_second_failed", paid(("120", MAY), ("132", MAY), pay_status="失败")),
    Case("the_second_is_waiting", paid(("120", MAY), ("132", MAY), pay_status="待发")),
    Case("nothing_paid_of_the_second", paid(("120", MAY), ("132", MAY), amount_paid=Decimal(0))),
    Case("taken_back_in_the_month", taken_back),
    Case("margin_is_no_benefit", paid(("120", MAY), ("600", MAY))),
    Case("kind_not_readable", paid(("120", MAY), (None, MAY))),
    Case("dibao_of_town_and_country_in_an_unknown_place", paid(("110", MAY), ("120", MAY))),
    Case("in_force_both", in_both(), {"a": "O"}),
    Case("in_force_both_tapering", in_both(status="渐退"), {"a": "O"}),
    Case("the_second_left", in_both(status="退出")),
    Case("the_second_is_watched", in_both(assistance_type="990")),
    Case("the_second_begins_next_month", in_both(start_month=JULY)),
    Case("the_second_has_no_first_month", in_both(start_month=None), {"a": "O"}),
    Case("the_second_ended_before_the_window", in_both(end_month=date(2025, 6, 1))),
    Case("margin_beside_dibao", in_both(assistance_type="600")),
    Case("paid_while_in_force", paid_and_in_force(MAY), {"a": "O"}),
    Case("paid_before_it_was_in_force", paid_and_in_force(APRIL, start_month=MAY)),
    Case("paid_in_its_first_month", paid_and_in_force(MAY, start_month=MAY), {"a": "O"}),
    Case("tekun_and_orphan", child("孤儿"), {"a": "O"}),
    Case("tekun_and_unattended", child("事实无人抚养"), {"a": "O"}),
    Case("tekun_and_looked_into", child("排查")),
    Case("category_not_readable", child(None)),
    Case("recognised_from_next_month", child("孤儿", JULY)),
    Case("recognised_since_nobody_knows", child("孤儿", None), {"a": "O"}),
    Case("dibao_and_unattended", child("事实无人抚养", tekun={"assistance_type": "120"})),
    Case("dibao_in_two_counties", in_two_counties(), {"a": "O"}),
    Case("dibao_of_town_and_country_in_two_counties", in_two_counties("110", "120"), {"a": "O"}),
    Case("tekun_in_two_counties", in_two_counties("131", "132"), {"a": "O"}),
    Case("margin_in_two_counties", in_two_counties("600", "600")),
    Case("dibao_twice_in_one_county", in_two_counties(division_code="371082100202")),
    Case("county_of_the_second_not_known", in_two_counties(division_code=None)),
    Case("moved_and_left_the_first", in_two_counties(status="退出")),
    Case("paid_in_two_counties", paid_in_two_counties, {"a": "O"}),
    Case("paid_twice_in_one_county", paid_twice_in_one_county),
    Case("exact_rows_carry_it", exact_and_weak_rows, {"a": "O"}),
    Case("weak_head_of_an_exact_member", weak_head, {"a": "O"}),
    Case("weak_member", weak_member),
    Case("weak_payment", paid(("120", MAY), ("132", MAY), method="id_only")),
    Case("weak_child", child("孤儿", method="fuzzy")),
    Case("dead", dead),
]
WITHHELD = {"weak_member", "weak_payment", "weak_child"}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    return find_cases(tmp_path_factory.mktemp("twice"), CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_finds_exactly(night: Night, case: Case) -> None:
    assert hits_of(night, "MZ02", case.name) == case.expected


@pytest.mark.parametrize("case", [case.name for case in CASES])
def test_only_weak_findings_are_withheld(night: Night, case: str) -> None:
    assert hits_of(night, "MZ02", case, "indicators/withheld") == ({"a": ""} if case in WITHHELD else {})


def test_counts_months_one_by_one(tmp_path: Path) -> None:
    """Dibao in force since March, tekun paid for February, April and May: two months, in which dibao was not paid."""
    town = Town(tmp_path)
    place = Place(town, "x")
    place.household("a", start_month=date(2026, 3, 1))
    for month in (2, 4, 5):
        pay(place, "132", date(2026, month, 1))
    hit = find(town).read("indicators/hits").filter(code="MZ02").row(0, named=True)
    assert (hit["value"], hit["threshold"]) == (2, 0)
    assert '"period":"2026-04至2026-05间有2个月"' in hit["facts"]
    assert '"paid_months":0' in hit["facts"]
    feeds = [row["feed"] for row in hit["evidence"]]
    assert feeds == ["civil_affairs/households", "civil_affairs/members", PAYMENTS, PAYMENTS]


def test_a_region_may_look_back_less_far(tmp_path: Path) -> None:
    values = read_parameters()
    own = values.filter(name="double_benefit_window_months").with_columns(region=pl.lit("371082"), value=pl.lit(1.0))
    town = Town(tmp_path)
    for name, month in (("may", MAY), ("june", JUNE)):
        place = Place(town, name)
        place.household("a", assistance_type="990")
        paid(("120", month), ("132", month))(place)
    night = find(town, values=values.vstack(own))
    assert (hits_of(night, "MZ02", "may"), hits_of(night, "MZ02", "june")) == ({}, {"a": "O"})
