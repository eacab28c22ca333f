"""ZJ02 to ZJ06: renovation, room, rent, dwellings, disasters. The night is 2026-06-30."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assets.lake import Night
from tests.stages.indicators.small_town import Case, Place, find_cases, hits_of

HOUSES = "housing/dangerous_houses"
RENTAL = "housing/public_rental"
PROPERTY = "housing/property"
DEATHS = "civil_affairs/deaths"


def house(listed: bool = True, **values: Any) -> Any:
    """A household with a house of grade C that is lived in."""

    def build(place: Place) -> None:
        if listed:
            place.household("a", "b")
        defaults = {"grade": "C", "appraised_date": date(2024, 3, 1), "occupied": True}
        place.add(HOUSES, "a", **(defaults | values))

    return build


def dead_owner_with_family(place: Place) -> None:
    house(renovation_month=date(2025, 5, 1))(place)
    place.add(DEATHS, "a", death_date=date(2026, 6, 1))


def nobody_alive(place: Place) -> None:
    dead_owner_with_family(place)
    place.add(DEATHS, "b", death_date=date(2026, 6, 1))


LATE = date(2025, 5, 1)
ZJ02 = [
    Case("thirteen_months", house(renovation_month=LATE), {"a": "O"}),
    Case("twelve_months", house(renovation_month=date(2025, 6, 1))),
    Case("not_in_renovation", house()),
    Case("completed", house(renovation_month=LATE, completed_date=date(2026, 6, 30))),
    Case("to_be_completed", house(renovation_month=LATE, completed_date=date(2026, 7, 1)), {"a": "O"}),
    Case("completed_before_this_renovation", house(renovation_month=LATE, completed_date=date(2020, 1, 1)), {"a": "O"}),
    Case("back", house(completed_date=date(2024, 2, 29)), {"a": "O"}),
    Case("back_at_d", house(completed_date=date(2024, 2, 29), grade="D"), {"a": "O"}),
    Case("appraised_on_the_day_of_completion", house(completed_date=date(2024, 3, 1))),
    Case("appraised_safe_after_completion", house(completed_date=date(2024, 2, 29), grade="B")),
    Case("grade_after_completion_not_readable", house(completed_date=date(2024, 2, 29), grade=None)),
    Case("in_no_ledger", house(listed=False, renovation_month=LATE), {"a": "O"}),
    Case("weak_link", house(renovation_month=LATE, method="fuzzy", probability=0.97), {"a": "Y"}),
    Case("dead_owner_with_family", dead_owner_with_family, {"a": "O"}),
    Case("nobody_alive", nobody_alive),
]


def application(
    area: str | None = "14.9",
    support: str | None = "轮候",
    rental: str | None = "登记",
    rent: str | None = None,
    also: str | None = None,
    **household: Any,
) -> Any:
    """An urban household with an application, and perhaps another of the support `also`."""

    def build(place: Place) -> None:
        place.household("a", "b", **({"urban_rural": "城镇"} | household))
        room = None if area is None else Decimal(area)
        money = None if rent is None else Decimal(rent)
        place.add(RENTAL, "b", support_type=support, area_per_head=room, status=rental, monthly_rent=money)
        if also is not None:
            place.add(RENTAL, "a", support_type=also, status="在保")

    return build


def unreadable_second_application(place: Place) -> None:
    application()(place)
    place.add(RENTAL, "a", support_type=None, status="在保")


def flat_given_back(place: Place) -> None:
    application()(place)
    place.add(RENTAL, "a", support_type="实物", status="退出")


def in_no_household(place: Place) -> None:
    place.add(RENTAL, "a", support_type="无", area_per_head=Decimal(5), status="登记", monthly_rent=Decimal(900))


TEKUN = {"assistance_type": "131"}
ZJ03 = [
    Case("just_below", application(), {"a": "Y"}),
    Case("at_the_line", application("15")),
    Case("without_support", application(support="无"), {"a": "Y"}),
    *(Case(f"support_{support}", application(support=support)) for support in ("实物", "补贴", None)),
    Case("area_not_known", application(None)),
    Case("application_ended", application(rental="退出")),
    Case("another_member_has_a_flat", application(also="实物")),
    Case("another_member_has_a_subsidy", application(also="补贴")),
    Case("another_support_not_readable", unreadable_second_application),
    Case("a_flat_that_was_given_back", flat_given_back, {"a": "Y"}),
    Case("country", application(urban_rural="农村")),
    *(Case(f"type_{kind}", application(assistance_type=kind), {"a": "Y"}) for kind in ("600", "650")),
    *(Case(f"type_{kind}", application(assistance_type=kind)) for kind in ("670", "660", "990")),
    Case("tekun_at_home", application(support_mode="分散", **TEKUN), {"a": "Y"}),
    Case("tekun_in_an_institution", application(support_mode="集中", **TEKUN)),
    Case("tekun_not_known_where", application(**TEKUN)),
    Case("tapering", application(status="渐退"), {"a": "Y"}),
    Case("left", application(status="退出")),
    Case("in_no_household", in_no_household),
]

INCOME: dict[str, Any] = {"annual_income": Decimal(20000), "income_complete": True}  # 500 a month is the line


def renting(rent: str | None = "500.01", support: str | None = "无", **values: Any) -> Any:
    return application(None, support, rent=rent, **(INCOME | values))


ZJ04 = [
    Case("just_over", renting(), {"a": "Y"}),
    Case("at_the_line", renting("500")),
    Case("subsidised", renting(support="补贴"), {"a": "Y"}),
    Case("waiting_in_the_country", renting(support="轮候", urban_rural="农村"), {"a": "Y"}),
    Case("only_watched", renting(assistance_type="990"), {"a": "Y"}),
    Case("flat", renting(support="实物")),
    Case("support_not_readable", renting(support=None)),
    Case("another_member_has_a_flat", renting(also="实物")),
    Case("application_ended", renting(rental="退出")),
    Case("rent_not_known", renting(None)),
    Case("income_not_complete", renting(income_complete=False)),
    Case("income_not_known", renting(annual_income=None)),
    Case("income_of_zero", renting(annual_income=Decimal(0))),
    Case("in_no_household", in_no_household),
]

OLD, NEW = date(2015, 1, 1), date(2025, 7, 1)


def owning(*titles: tuple[str, str, date | None], ledger: str = "exact", **values: Any) -> Any:
    """A household of `a` and `b` with rows of (owner, title, day of registration)."""
    household = {name: values.pop(name) for name in ("assistance_type", "status_of_household") if name in values}

    def build(place: Place) -> None:
        status = {"status": household["status_of_household"]} if "status_of_household" in household else {}
        kind = {"assistance_type": household.get("assistance_type", "110")}
        place.household("a", "b", method=ledger, **kind, **status)
        for owner, title, registered in titles:
            row = {"usage": "住宅", "status": "现势", "title_no": title, "registered_date": registered}
            place.add(PROPERTY, owner, **(row | values))

    return build


TWO = (("a", "t1", OLD), ("b", "t2", OLD))


def two_of_whom_one(**values: Any) -> Any:
    def build(place: Place) -> None:
        owning(TWO[0])(place)
        row = {"usage": "住宅", "status": "现势", "title_no": "t2", "registered_date": OLD}
        place.add(PROPERTY, "b", **(row | values))

    return build


def third_is_weak(place: Place) -> None:
    owning(*TWO)(place)
    row = {"usage": "住宅", "status": "现势", "title_no": "t3", "registered_date": OLD}
    place.add(PROPERTY, "b", method="id_only", **row)


def dead_owner(place: Place) -> None:
    owning(*TWO)(place)
    place.add(DEATHS, "b", death_date=date(2026, 6, 1))


def weak_membership(place: Place) -> None:
    owning(*TWO)(place)
    place.member("b", method="repaired")


ZJ05 = [
    Case("two", owning(*TWO), {"a": "O"}),
    Case("one_old", owning(TWO[0])),
    Case("one_new", owning(("a", "t1", NEW)), {"a": "O"}),
    Case("one_registered_before_the_twelve_months", owning(("a", "t1", date(2025, 6, 30)))),
    Case("one_registered_after_the_night", owning(("a", "t1", date(2026, 7, 1)))),
    Case("one_that_two_share", owning(("a", "t1", OLD), ("b", "t1", OLD))),
    Case("a_shop", owning(*TWO, usage="商业")),
    Case("usage_not_readable", two_of_whom_one(usage=None)),
    Case("cancelled", two_of_whom_one(status="注销")),
    Case("status_not_readable", two_of_whom_one(status=None)),
    Case("day_not_known", two_of_whom_one(registered_date=None), {"a": "O"}),
    *(Case(f"type_{kind}", owning(*TWO, assistance_type=kind), {"a": "O"}) for kind in ("132", "600", "650")),
    *(Case(f"type_{kind}", owning(*TWO, assistance_type=kind)) for kind in ("670", "660", "990")),
    Case("tapering", owning(*TWO, status_of_household="渐退"), {"a": "O"}),
    Case("left", owning(*TWO, status_of_household="退出")),
    Case("dead_owner", dead_owner),
    Case("exact_rows_carry_it", third_is_weak, {"a": "O"}),
    Case("weak_ledger_row", owning(*TWO, ledger="id_only"), {"a": "O"}),
    Case("weak_property_row", two_of_whom_one(method="id_only")),
    Case("weak_membership", weak_membership),
]
WITHHELD = ("weak_property_row", "weak_membership")

DAMAGED = date(2026, 4, 2)  # the first of ninety days
ZJ06 = [
    Case("collapsed", house(disaster_damage="倒塌", disaster_date=DAMAGED), {"a": "R"}),
    Case("badly_damaged_on_the_night", house(disaster_damage="严重损坏", disaster_date=date(2026, 6, 30)), {"a": "R"}),
    Case("day_before_the_window", house(disaster_damage="倒塌", disaster_date=date(2026, 4, 1))),
    Case("after_the_night", house(disaster_damage="倒塌", disaster_date=date(2026, 7, 1))),
    *(
        Case(f"damage_{damage}", house(disaster_damage=damage, disaster_date=DAMAGED))
        for damage in ("无", "一般损坏", None)
    ),
    Case("day_not_known", house(disaster_damage="倒塌", disaster_date=None)),
    Case("a_safe_grade", house(grade="A", disaster_damage="倒塌", disaster_date=DAMAGED), {"a": "R"}),
    Case("in_no_ledger", house(listed=False, disaster_damage="倒塌", disaster_date=DAMAGED), {"a": "R"}),
]

TABLES = {"ZJ02": ZJ02, "ZJ03": ZJ03, "ZJ04": ZJ04, "ZJ05": ZJ05, "ZJ06": ZJ06}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Night]:
    root = tmp_path_factory.mktemp("housing")
    return {code: find_cases(root / code, cases) for code, cases in TABLES.items()}


@pytest.mark.parametrize(
    ("code", "case"),
    [(code, case) for code, cases in TABLES.items() for case in cases],
    ids=lambda value: getattr(value, "name", value),
)
def test_finds_exactly(nights: dict[str, Night], code: str, case: Case) -> None:
    assert hits_of(nights[code], code, case.name) == case.expected


@pytest.mark.parametrize("case", [case.name for case in ZJ05])
def test_only_weak_findings_are_withheld(nights: dict[str, Night], case: str) -> None:
    withheld = hits_of(nights["ZJ05"], "ZJ05", case, "indicators/withheld")
    assert withheld == ({"a": ""} if case in WITHHELD else {})
