"""MZ05, MZ06 and MZ07: who may be in 特困, who comes of age in it, who is cared for at home. Night 2026-06-30."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.indicators.parameters import read_parameters
from assets.lake import Night
from tests.stages.indicators.small_town import Case, Place, Town, find, find_cases, hits_of

DEATHS = "civil_affairs/deaths"
DISABLED = "civil_affairs/disabled"
STUDENTS = "education/students"
VISITS = "civil_affairs/visits"
SIXTY = date(1966, 6, 30)
YOUNG = date(1990, 1, 1)


def alone(annual: str | None = "10055.99", born: date | None = SIXTY, *certificates: Any, **household: Any) -> Any:
    """A watched household of one with an income; certificates of (category, grade)."""

    def build(place: Place) -> None:
        place.person("a", born)
        income = None if annual is None else Decimal(annual)
        defaults: dict[str, Any] = {"assistance_type": "990", "income_complete": True, "annual_income": income}
        place.household("a", **(defaults | household))
        for category, grade in certificates:
            place.add(DISABLED, "a", category=category, grade=grade)

    return build


def disabled(category: str | None, grade: str | None) -> Any:
    return alone("5000", YOUNG, (category, grade))


def with_a_second(dead: str | None, annual: str = "10055.99") -> Any:
    """A household of two, of whom the second has died by a row of this link, or nobody has."""

    def build(place: Place) -> None:
        place.person("a", SIXTY)
        values = {"assistance_type": "990", "income_complete": True, "annual_income": Decimal(annual)}
        place.household("a", "b", **values)
        if dead is not None:
            place.add(DEATHS, "b", death_date=date(2026, 6, 1), method=dead)

    return build


def beside(kind: str | None, **values: Any) -> Any:
    def build(place: Place) -> None:
        alone()(place)
        place.household("a", number="second", assistance_type=kind, **values)

    return build


def without_member_rows(count: int) -> Any:
    def build(place: Place) -> None:
        alone(member_count=count)(place)
        place.town.rows["civil_affairs/members"].pop()

    return build


def dead_alone(place: Place) -> None:
    alone()(place)
    place.add(DEATHS, "a", death_date=date(2026, 6, 1))


# 农村 838 × 12 = 10056; 城镇 1010 × 12 = 12120.
MZ05 = [
    Case("sixty_and_just_below", alone(), {"a": "R"}),
    Case("at_the_standard", alone("10056")),
    Case("sixty_tomorrow", alone(born=date(1966, 7, 1))),
    Case("age_not_known", alone(born=None)),
    Case("town", alone("12119.99", urban_rural="城镇"), {"a": "R"}),
    Case("cost_of_work_taken_off", alone("11000", employment_cost=Decimal(1000)), {"a": "R"}),
    Case("income_not_known", alone(None)),
    Case("income_not_complete", alone(income_complete=False)),
    Case("property_failed", alone(property_ok=False)),
    *(Case(f"grade_{grade}_of_{kind}", disabled(kind, grade), {"a": "R"}) for kind, grade in ("11", "42", "53", "63")),
    *(Case(f"grade_{grade}_of_{kind}", disabled(kind, grade)) for kind, grade in ("12", "43", "54", "64")),
    *(Case(f"grade_{grade}_of_{kind}", disabled(kind, grade)) for kind, grade in ("21", "31", "71")),
    Case("category_not_readable", disabled(None, "1")),
    Case("grade_not_readable", disabled("4", None)),
    Case("light_of_one_and_heavy_of_another", alone("5000", YOUNG, ("4", "3"), ("2", "1"))),
    Case("young_and_able", alone("5000", YOUNG)),
    Case("lives_with_another", with_a_second(None)),
    Case("the_other_has_died", with_a_second("exact"), {"a": "R"}),
    Case("the_other_has_died_and_all_income_counts", with_a_second("exact", "10056")),
    Case("the_other_has_perhaps_died", with_a_second("fuzzy")),
    Case("ledger_counts_one", without_member_rows(1), {"a": "R"}),
    Case("ledger_counts_two", without_member_rows(2)),
    *(Case(f"type_{kind}", alone(assistance_type=kind), {"a": "R"}) for kind in ("600", "650", "660", "670")),
    *(Case(f"type_{kind}", alone(assistance_type=kind)) for kind in ("100", "110", "120", "130", "131", "132")),
    Case("left_dibao", alone(assistance_type="120", status="退出"), {"a": "R"}),
    Case("state_not_readable", alone(status=None)),
    Case("dibao_in_another_household", beside("110")),
    Case("left_dibao_in_another_household", beside("110", status="退出"), {"a": "R"}),
    Case("another_household_of_unreadable_kind", beside(None)),
    Case("dead", dead_alone),
]


def minor(born: date | None, kind: str = "132", status: str | None = "在保", method: str = "exact") -> Any:
    def build(place: Place) -> None:
        place.person("a", born)
        place.household("head", "a", assistance_type=kind, status=status)
        place.member("a", method=method)

    return build


def at_school(status: str | None, method: str = "exact") -> Any:
    def build(place: Place) -> None:
        minor(date(2008, 7, 1))(place)
        place.add(STUDENTS, "a", student_no=place.named("no"), student_status=status, stage="普通高中", method=method)

    return build


def by_ledger(in_school: bool) -> Any:
    def build(place: Place) -> None:
        minor(date(2008, 7, 1))(place)
        place.member("a", in_school=in_school)

    return build


def only_head(method: str) -> Any:
    """A minor whom the ledger's row alone names."""

    def build(place: Place) -> None:
        place.person("a", date(2008, 7, 1))
        place.household("a", assistance_type="132")
        place.town.rows["civil_affairs/members"].pop()
        place.town.rows["civil_affairs/households"][-1]["method"] = method

    return build


def weak_head_and_exact_member(place: Place) -> None:
    place.person("a", date(2008, 7, 1))
    place.household("a", assistance_type="132", method="id_only")


def dead_minor(place: Place) -> None:
    minor(date(2008, 7, 1))(place)
    place.add(DEATHS, "a", death_date=date(2026, 6, 1))


MZ06 = [
    Case("eighteen_tomorrow", minor(date(2008, 7, 1)), {"a": "B"}),
    Case("eighteen_today", minor(date(2008, 6, 30)), {"a": "B"}),
    Case("eighteen_yesterday", minor(date(2008, 6, 29))),
    Case("in_ninety_days", minor(date(2008, 9, 28)), {"a": "B"}),
    Case("in_ninety_one_days", minor(date(2008, 9, 29))),
    Case("birth_not_known", minor(None)),
    Case("town", minor(date(2008, 7, 1), "131"), {"a": "B"}),
    *(Case(f"type_{kind}", minor(date(2008, 7, 1), kind)) for kind in ("120", "600", "670", "990")),
    Case("left", minor(date(2008, 7, 1), status="退出")),
    Case("state_not_readable", minor(date(2008, 7, 1), status=None)),
    *(Case(f"student_{status}", at_school(status)) for status in ("01", "02", "04", "05", None)),
    *(Case(f"student_{status}", at_school(status), {"a": "B"}) for status in ("03", "06", "07")),
    Case("in_school_by_a_weak_row", at_school("01", "fuzzy")),
    Case("in_school_by_the_ledger", by_ledger(True)),
    Case("not_in_school_by_the_ledger", by_ledger(False), {"a": "B"}),
    Case("weak_member", minor(date(2008, 7, 1), method="id_only")),
    Case("only_head", only_head("exact"), {"a": "B"}),
    Case("only_head_by_a_weak_link", only_head("id_only")),
    Case("weak_head_and_exact_member", weak_head_and_exact_member, {"a": "B"}),
    Case("dead", dead_minor),
]
WITHHELD = {"weak_member", "only_head_by_a_weak_link"}


def at_home(*visits: tuple[date, bool | None], kind: str = "132", mode: str | None = "分散", **values: Any) -> Any:
    """A tekun person with visits of (day, care agreement); `values` change the last of them."""
    household = {name: values.pop(name) for name in ("status",) if name in values}

    def build(place: Place) -> None:
        place.household("a", assistance_type=kind, support_mode=mode, **household)
        for number, (on, agreement) in enumerate(visits, start=1):
            row = {"visit_date": on, "care_agreement": agreement, "visit_type": "分散特困探访"}
            place.add(VISITS, "a", **(row | (values if number == len(visits) else {})))

    return build


def dead_at_home(place: Place) -> None:
    at_home()(place)
    place.add(DEATHS, "a", death_date=date(2026, 6, 1))


FIRST, BEFORE, LATER = date(2026, 6, 1), date(2026, 5, 31), date(2026, 6, 20)
MZ07 = [
    Case("visited_twenty_nine_days_ago", at_home((FIRST, True))),
    Case("visited_thirty_days_ago", at_home((BEFORE, True)), {"a": "O"}),
    Case("never_visited", at_home(), {"a": "O"}),
    Case("visited_on_the_night", at_home((date(2026, 6, 30), True))),
    Case("visited_after_the_night", at_home((date(2026, 7, 1), True)), {"a": "O"}),
    Case("another_kind_of_visit", at_home((LATER, True), visit_type="日常走访")),
    Case("kind_not_readable", at_home((LATER, True), visit_type=None)),
    Case("weakly_linked_visit", at_home((LATER, True), method="fuzzy", probability=0.8)),
    Case("no_agreement", at_home((LATER, False)), {"a": "O"}),
    Case("agreement_not_stated", at_home((LATER, None))),
    Case("agreement_since", at_home((FIRST, False), (LATER, True))),
    Case("agreement_no_more", at_home((FIRST, True), (LATER, False)), {"a": "O"}),
    Case("no_agreement_and_then_not_stated", at_home((FIRST, False), (LATER, None)), {"a": "O"}),
    Case("two_tellings_of_one_day", at_home((LATER, True), (LATER, False), visit_type="入户排查")),
    Case("in_an_institution", at_home(mode="集中")),
    Case("mode_not_readable", at_home(mode=None)),
    Case("town", at_home(kind="131"), {"a": "O"}),
    Case("dibao", at_home(kind="120")),
    Case("left", at_home(status="退出")),
    Case("dead", dead_at_home),
]

TABLES = {"MZ05": MZ05, "MZ06": MZ06, "MZ07": MZ07}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Night]:
    root = tmp_path_factory.mktemp("care")
    return {code: find_cases(root / code, cases) for code, cases in TABLES.items()}


@pytest.mark.parametrize(
    ("code", "case"),
    [(code, case) for code, cases in TABLES.items() for case in cases],
    ids=lambda value: getattr(value, "name", value),
)
def test_finds_exactly(nights: dict[str, Night], code: str, case: Case) -> None:
    assert hits_of(nights[code], code, case.name) == case.expected


def test_shows_by_whose_death_somebody_is_alone(nights: dict[str, Night]) -> None:
    hits = nights["MZ05"].read("indicators/hits").filter(code="MZ05", person_id="the_other_has_died:a")
    feeds = [row["feed"] for row in hits["evidence"][0]]
    assert feeds == [DEATHS, "civil_affairs/households", "civil_affairs/members", "civil_affairs/members"]


@pytest.mark.parametrize("case", [case.name for case in MZ06])
def test_only_weak_findings_are_withheld(nights: dict[str, Night], case: str) -> None:
    assert hits_of(nights["MZ06"], "MZ06", case, "indicators/withheld") == ({"a": ""} if case in WITHHELD else {})


@pytest.mark.parametrize(
    ("night", "tells"),
    [(date(2025, 12, 1), "2026-03-01"), (date(2026, 2, 28), "2026-03-01"), (date(2026, 3, 1), "2026-03-01")],
)
def test_whoever_was_born_on_29_february_comes_of_age_on_1_march(tmp_path: Path, night: date, tells: str) -> None:
    town = Town(tmp_path, night)
    minor(date(2008, 2, 29))(Place(town, "x"))
    (hit,) = find(town).read("indicators/hits").filter(code="MZ06").to_dicts()
    assert f'"of_age_on":"{tells}"' in hit["facts"]
    assert hit["value"] == (date(2026, 3, 1) - night).days


def test_nobody_is_of_age_on_29_february_any_more_on_2_march(tmp_path: Path) -> None:
    town = Town(tmp_path, date(2026, 3, 2))
    minor(date(2008, 2, 29))(Place(town, "x"))
    assert find(town).read("indicators/hits").filter(code="MZ06").is_empty()


@pytest.mark.parametrize(("visited", "expected"), [(date(2026, 5, 22), {}), (date(2026, 5, 21), {"a": "O"})])
def test_days_are_counted_back_from_the_last_delivery_of_visits(
    tmp_path: Path, visited: date, expected: dict[str, str]
) -> None:
    """Visits came last on the 20th: who was visited in the thirty days up to then may have been visited since."""
    town = Town(tmp_path)
    at_home((visited, True))(Place(town, "x"))
    town.deliveries[VISITS] = date(2026, 6, 20)
    assert hits_of(find(town), "MZ07", "x") == expected


def test_a_region_may_count_other_disabilities_as_tekun(tmp_path: Path) -> None:
    values = read_parameters()
    own = values.filter(name="tekun_multiple_grade_to").with_columns(region=pl.lit("371082"), value=pl.lit(1.0))
    town = Town(tmp_path)
    alone("5000", YOUNG, ("7", "1"))(Place(town, "x"))
    alone("5000", YOUNG, ("7", "1"), division_code="371083100201")(Place(town, "elsewhere"))
    night = find(town, values=values.vstack(own))
    assert (hits_of(night, "MZ05", "x"), hits_of(night, "MZ05", "elsewhere")) == ({"a": "R"}, {})
