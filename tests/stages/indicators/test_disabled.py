"""MZ04, MZ08 and MZ09: the disabled who are not covered, newly disabled, without subsidies. The night is 2026-06-30."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.indicators.parameters import read_parameters
from assets.lake import Night
from tests.stages.indicators.small_town import Case, Place, Town, find, find_cases, hits_of, publish_before
from tests.stages.indicators.work_rows import contribute, months_back

DEATHS = "civil_affairs/deaths"
DISABLED = "civil_affairs/disabled"
EIGHTEEN = date(2008, 6, 30)
LONG_AGO, NEW = date(2019, 3, 1), date(2026, 6, 15)


def certify(place: Place, grade: str | None = "1", category: str | None = "4", who: str = "a", **values: Any) -> None:
    place.add(DISABLED, who, category=category, grade=grade, **({"issue_date": LONG_AGO} | values))


def severe(grade: str | None = "2", born: date | None = EIGHTEEN, *back: int, **values: Any) -> Any:
    """Somebody in no household with a certificate and contributions so many months ago."""

    def build(place: Place) -> None:
        place.person("a", born)
        certify(place, grade)
        contribute(place, months_back(*back), **values)

    return build


def listed(kind: str | None, **values: Any) -> Any:
    def build(place: Place) -> None:
        severe()(place)
        place.household("head", "a", assistance_type=kind, **values)

    return build


def weakly_certified(place: Place) -> None:
    place.person("a", EIGHTEEN)
    certify(place, "2", method="fuzzy", probability=0.97)


def dead_and_severe(place: Place) -> None:
    severe()(place)
    place.add(DEATHS, "a", death_date=date(2026, 6, 1))


def light_besides(place: Place) -> None:
    severe("3")(place)
    certify(place, "2", "1")


MZ04 = [
    Case("eighteen_and_grade_two", severe(), {"a": "O"}),
    Case("grade_one", severe("1"), {"a": "O"}),
    Case("grade_three", severe("3")),
    Case("a_heavier_one_besides", light_besides, {"a": "O"}),
    Case("grade_not_readable", severe(None)),
    Case("eighteen_tomorrow", severe("1", date(2008, 7, 1))),
    Case("age_not_known", severe("1", None)),
    Case("at_work_this_month", severe("1", EIGHTEEN, 0)),
    Case("at_work_eleven_months_ago", severe("1", EIGHTEEN, 11)),
    Case("at_work_twelve_months_ago", severe("1", EIGHTEEN, 12), {"a": "O"}),
    Case("at_work_in_an_office", severe("1", EIGHTEEN, 2, insurance_type="120")),
    Case("residents_pension", severe("1", EIGHTEEN, 2, insurance_type="170"), {"a": "O"}),
    Case("insured_against_accidents_alone", severe("1", EIGHTEEN, 2, insurance_type="410"), {"a": "O"}),
    Case("insurance_not_readable", severe("1", EIGHTEEN, 2, insurance_type=None)),
    Case("not_received", severe("1", EIGHTEEN, 2, received=False), {"a": "O"}),
    *(Case(f"type_{kind}", listed(kind), {"a": "O"}) for kind in ("600", "650", "660", "670")),
    *(Case(f"type_{kind}", listed(kind)) for kind in ("100", "110", "120", "130", "131", "132", None)),
    Case("left_dibao", listed("110", status="退出"), {"a": "O"}),
    Case("dibao_tapering", listed("110", status="渐退")),
    Case("state_not_readable", listed("600", status=None)),
    Case("weakly_linked", weakly_certified, {"a": "Y"}),
    Case("dead", dead_and_severe),
]


def subsidised(
    grade: str | None, living: bool | None, care: bool | None, kind: str | None = "120", **values: Any
) -> Any:
    """A member with a certificate; no household where `kind` is empty."""

    def build(place: Place) -> None:
        certify(place, grade, living_subsidy=living, care_subsidy=care, who="a")
        if kind != "":
            place.household("head", "a", assistance_type=kind, **values)

    return build


def two_rows(first: bool | None, second: bool | None) -> Any:
    """Two certificates of a dibao member of grade 3 that tell of the living subsidy."""

    def build(place: Place) -> None:
        subsidised("3", first, None)(place)
        certify(place, "3", "5", living_subsidy=second)

    return build


def dead_without(place: Place) -> None:
    subsidised("1", False, False)(place)
    place.add(DEATHS, "a", death_date=date(2026, 6, 1))


MZ09 = [
    Case("dibao_without_living_subsidy", subsidised("4", False, None), {"a": "Y"}),
    Case("dibao_of_unreadable_grade", subsidised(None, False, None), {"a": "Y"}),
    Case("dibao_with_living_subsidy", subsidised("4", True, None)),
    Case("not_known_whether_they_draw_it", subsidised("4", None, None)),
    Case("grade_two_without_care_subsidy", subsidised("2", True, False), {"a": "Y"}),
    Case("grade_three_without_care_subsidy", subsidised("3", True, False)),
    Case("grade_two_with_care_subsidy", subsidised("2", True, True)),
    Case("both_missing", subsidised("1", False, False), {"a": "Y"}),
    Case("tapering", subsidised("4", False, None, status="渐退"), {"a": "Y"}),
    Case("left_dibao", subsidised("4", False, None, status="退出")),
    *(Case(f"living_type_{kind}", subsidised("4", False, None, kind)) for kind in ("600", "650", "670", "990", "132")),
    *(Case(f"care_type_{kind}", subsidised("1", False, False, kind), {"a": "Y"}) for kind in ("600", "990", "")),
    Case("care_of_tekun", subsidised("1", False, False, "132")),
    Case("care_of_who_left_tekun", subsidised("1", False, False, "132", status="退出"), {"a": "Y"}),
    Case("kind_not_readable", subsidised("1", False, False, None)),
    Case("one_of_two_rows_says_yes", two_rows(False, True)),
    Case("one_of_two_rows_does_not_say", two_rows(False, None)),
    Case("both_rows_say_no", two_rows(False, False), {"a": "Y"}),
    Case("dead", dead_without),
]


def issued(*days: date, grade: str | None = "3", **values: Any) -> Any:
    """Somebody with certificates of these days; `values` are those of the last."""

    def build(place: Place) -> None:
        for number, day in enumerate(days, start=1):
            certify(place, grade, issue_date=day, **(values if number == len(days) else {}))

    return build


def reissued(place: Place) -> None:
    number = "11010119900307873X43"
    certify(place, "3", issue_date=NEW, certificate_no=f"{number}B1")


def numbered(place: Place) -> None:
    certify(place, "3", issue_date=NEW, certificate_no="11010119900307873X43")


def dead_and_new(place: Place) -> None:
    issued(NEW)(place)
    place.add(DEATHS, "a", death_date=date(2026, 6, 20))


MZ08_FIRST = [
    Case("twenty_nine_days_ago", issued(date(2026, 6, 1)), {"a": "O"}),
    Case("thirty_days_ago", issued(date(2026, 5, 31))),
    Case("on_the_night", issued(date(2026, 6, 30)), {"a": "O"}),
    Case("after_the_night", issued(date(2026, 7, 1))),
    Case("of_any_grade", issued(NEW, grade="4"), {"a": "O"}),
    Case("grade_not_readable", issued(NEW, grade=None)),
    Case("another_of_long_ago", issued(LONG_AGO, NEW)),
    Case("two_new_ones", issued(NEW, NEW), {"a": "O"}),
    Case("issued_again", reissued),
    Case("a_plain_number", numbered, {"a": "O"}),
    Case("weakly_linked", issued(NEW, method="fuzzy", probability=0.97), {"a": "Y"}),
    Case("dead", dead_and_new),
]
TABLES = {"MZ04": MZ04, "MZ09": MZ09, "MZ08": MZ08_FIRST}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Night]:
    root = tmp_path_factory.mktemp("disabled")
    return {code: find_cases(root / code, cases) for code, cases in TABLES.items()}


@pytest.mark.parametrize(
    ("code", "case"),
    [(code, case) for code, cases in TABLES.items() for case in cases],
    ids=lambda value: getattr(value, "name", value),
)
def test_finds_exactly(nights: dict[str, Night], code: str, case: Case) -> None:
    assert hits_of(nights[code], code, case.name) == case.expected


# name: (grade before, values of that row), (grade now, values of that row), what is found
Row = tuple[str | None, dict[str, Any]]
CHANGES: dict[str, tuple[Row | None, Row, dict[str, str]]] = {
    "heavier": (("3", {}), ("2", {}), {"a": "O"}),
    "as_before": (("3", {}), ("3", {}), {}),
    "lighter": (("2", {}), ("3", {}), {}),
    "heavier_by_a_new_certificate": (("3", {}), ("2", {"issue_date": NEW}), {"a": "O"}),
    "as_before_by_a_new_certificate": (("3", {}), ("3", {"issue_date": NEW}), {}),
    "not_there_before_and_new": (None, ("3", {"issue_date": NEW}), {"a": "O"}),
    "not_there_before_and_old": (None, ("3", {}), {}),
    "grade_before_not_readable": ((None, {}), ("2", {}), {}),
    "grade_now_not_readable": (("3", {}), (None, {}), {}),
    "weakly_linked_before": (("3", {"method": "fuzzy", "probability": 0.9}), ("2", {}), {}),
    "new_but_weakly_linked_before": (("3", {"method": "fuzzy", "probability": 0.9}), ("3", {"issue_date": NEW}), {}),
    "weakly_linked_now": (("3", {}), ("2", {"method": "fuzzy", "probability": 0.97}), {"a": "Y"}),
}


@pytest.fixture(scope="module")
def second_night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """The night after a published one of 2026-05-20."""
    root = tmp_path_factory.mktemp("worse")
    before, now = Town(root, date(2026, 5, 20)), Town(root)
    for name, (earlier, later, _) in CHANGES.items():
        for town, row in ((before, earlier), (now, later)):
            if row is not None:
                certify(Place(town, name), row[0], **row[1])
    certify(Place(before, "merged"), "3", who="old")
    certify(Place(now, "merged"), "2")
    now.gave_way["merged:old"] = "merged:a"
    publish_before(before)
    return find(now)


@pytest.mark.parametrize("name", CHANGES)
def test_compares_with_the_earlier_delivery(second_night: Night, name: str) -> None:
    assert hits_of(second_night, "MZ08", name) == CHANGES[name][2]


def test_compares_with_who_has_another_token_since(second_night: Night) -> None:
    assert hits_of(second_night, "MZ08", "merged") == {"a": "O"}


def test_says_how_it_was_before(second_night: Night) -> None:
    hit = second_night.read("indicators/hits").filter(code="MZ08", person_id="heavier:a").row(0, named=True)
    assert "残疾等级由三级（2026-05-20报送）变为二级" in hit["facts"]
    (row,) = hit["evidence"]
    assert '"earlier_grade":3' in row["fields"] and '"earlier_delivery":"2026-05-20"' in row["fields"]
    assert (hit["value"], hit["threshold"]) == (2, 2)


def graded(root: Path, night: date, grade: str, delivered: date | None = None) -> Town:
    town = Town(root, night)
    certify(Place(town, "x"), grade)
    if delivered is not None:
        town.deliveries[DISABLED] = delivered
    return town


@pytest.mark.parametrize(
    ("nights", "tonight", "expected"),
    [
        # The night before the window counts, and so does the night that the worse grade was seen first for a month.
        ([(date(2026, 5, 31), "3"), (date(2026, 6, 1), "2")], "2", {"a": "O"}),
        ([(date(2026, 5, 30), "3"), (date(2026, 5, 31), "2")], "2", {}),
        # No night before the window: the first within it is what was known before.
        ([(date(2026, 6, 10), "3"), (date(2026, 6, 11), "2")], "2", {"a": "O"}),
        # Of nights before the window the last.
        ([(date(2026, 3, 1), "4"), (date(2026, 4, 1), "2")], "2", {}),
    ],
)
def test_a_change_is_told_for_as_long_as_the_window(
    tmp_path: Path, nights: list[tuple[date, str]], tonight: str, expected: dict[str, str]
) -> None:
    for night, grade in nights:
        publish_before(graded(tmp_path, night, grade))
    assert hits_of(find(graded(tmp_path, date(2026, 6, 30), tonight)), "MZ08", "x") == expected


def test_a_night_to_which_the_feed_had_not_come_is_passed_over(tmp_path: Path) -> None:
    empty = Town(tmp_path, date(2026, 5, 20))
    empty.states[DISABLED] = "missing"
    publish_before(empty)
    publish_before(graded(tmp_path, date(2026, 6, 10), "3"))
    assert hits_of(find(graded(tmp_path, date(2026, 6, 30), "2")), "MZ08", "x") == {"a": "O"}


def test_a_region_may_leave_light_first_certificates_out(tmp_path: Path) -> None:
    values = read_parameters()
    own = values.filter(name="first_certificate_grade_to").with_columns(region=pl.lit("371082"), value=pl.lit(2.0))
    town = Town(tmp_path)
    for grade in ("2", "3"):
        issued(NEW, grade=grade)(Place(town, grade))
    night = find(town, values=values.vstack(own))
    assert (hits_of(night, "MZ08", "2"), hits_of(night, "MZ08", "3")) == ({"a": "O"}, {})


def test_a_region_may_give_tekun_the_care_subsidy(tmp_path: Path) -> None:
    values = read_parameters()
    own = values.filter(name="tekun_care_subsidy").with_columns(region=pl.lit("371082"), value=pl.lit(1.0))
    town = Town(tmp_path)
    subsidised("1", False, False, "132")(Place(town, "x"))
    night = find(town, values=values.vstack(own))
    assert hits_of(night, "MZ09", "x") == {"a": "Y"}
