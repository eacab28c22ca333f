"""JY03 to JY07: what school costs a household, and what follows from it. The night is 2026-06-30.

The running school year is 2025-2026.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assets.lake import Night
from tests.stages.indicators.small_town import Case, Place, find_cases, hits_of

STUDENTS = "education/students"
AID = "education/aid"
DEATHS = "civil_affairs/deaths"


def student(who: str = "a", stage: str | None = "本科", studying: str | None = "01", **household: Any) -> Any:
    """A household of one student."""

    def build(place: Place) -> None:
        place.household(who, **household)
        place.add(STUDENTS, who, student_no=place.named(who), student_status=studying, stage=stage)

    return build


def costing(*costs: str | None, stage: str | None = "本科", status: str | None = "01", aid: Any = ()) -> Any:
    """A student in no household with tuition, boarding, books; `aid` holds (school year, amount)."""

    def build(place: Place) -> None:
        names = ("tuition", "boarding", "books")
        money = {name: None if cost is None else Decimal(cost) for name, cost in zip(names, costs, strict=True)}
        place.add(STUDENTS, "a", student_no=place.named("no"), student_status=status, stage=stage, **money)
        for year, amount in aid:
            aided(place, "a", year, amount)

    return build


def aided(place: Place, who: str, year: str | None, amount: str | None, number: str = "another") -> None:
    money = None if amount is None else Decimal(amount)
    place.add(AID, who, student_no=number, school_year=year, term="1", aid_item="国家助学金", amount=money)


def aided_by_number(place: Place) -> None:
    costing("10000", "1000", "0")(place)
    aided(place, "someone_else", "2025-2026", "1000", place.named("no"))


def two_schools(place: Place) -> None:
    costing("6000", "0", "0")(place)
    costing("6000", "0", "0")(place)


def dead_student(place: Place) -> None:
    costing("20000", "0", "0")(place)
    place.add(DEATHS, "a", death_date=date(2026, 6, 1))


DEAR = ("9000", "800", "200.01")
JY03 = [
    Case("just_over", costing(*DEAR), {"a": "Y"}),
    Case("at_the_line", costing("9000", "800", "200")),
    Case("aid_brings_it_to_the_line", costing("12000", "0", "0", aid=[("2025-2026", "2000")])),
    Case("aid_is_not_enough", costing("12000", "0", "0", aid=[("2025-2026", "1999.99")]), {"a": "Y"}),
    Case("aid_of_both_terms", costing("12000", "0", "0", aid=[("2025-2026", "1000"), ("25-26学年", "1000")])),
    Case("aid_of_the_last_year", costing("12000", "0", "0", aid=[("2024-2025", "2000")]), {"a": "Y"}),
    Case("aid_of_an_unreadable_year", costing("12000", "0", "0", aid=[("本学年", "2000")])),
    Case("aid_of_an_unreadable_amount", costing("12000", "0", "0", aid=[("2025-2026", None)])),
    Case("aided_by_number_alone", aided_by_number),
    Case("a_part_not_delivered_but_the_rest_is_over", costing("10000.01", None, None), {"a": "Y"}),
    Case("nothing_delivered", costing(None, None, None)),
    *(Case(f"stage_{stage}", costing(*DEAR, stage=stage), {"a": "Y"}) for stage in ("普通高中", "中职", "高职专科")),
    *(Case(f"stage_{stage}", costing(*DEAR, stage=stage)) for stage in ("初中", "小学", "幼儿园", None)),
    Case("graduated", costing(*DEAR, status="07")),
    Case("status_not_readable", costing(*DEAR, status=None)),
    Case("two_rows_are_not_added_up", two_schools),
    Case("dead", dead_student),
]


def rigid(stage: str | None, **values: Any) -> Any:
    return student(stage=stage, **({"assistance_type": "650"} | values))


def with_dead_student(place: Place) -> None:
    place.household("a", "b", assistance_type="600")
    place.add(STUDENTS, "b", student_status="01", stage="本科")
    place.add(DEATHS, "b", death_date=date(2026, 6, 1))


def weakly_linked_student(place: Place) -> None:
    place.household("a", assistance_type="600")
    place.add(STUDENTS, "a", student_status="01", stage="本科", method="fuzzy", probability=0.97)


JY04 = [
    Case("university", rigid("本科"), {"a": "Y"}),
    Case("vocational_college", rigid("高职专科", assistance_type="600"), {"a": "Y"}),
    Case("tapering", rigid("本科", status="渐退"), {"a": "Y"}),
    Case("upper_secondary", rigid("普通高中")),
    Case("graduate_school", rigid("研究生")),
    Case("stage_not_readable", rigid(None)),
    *(Case(f"status_{status}", student(studying=status, assistance_type="650")) for status in ("02", "07", None)),
    *(Case(f"type_{kind}", rigid("本科", assistance_type=kind)) for kind in ("110", "132", "670", "660", "990")),
    Case("household_left", rigid("本科", status="退出")),
    Case("dead_student", with_dead_student),
    Case("weak_link", weakly_linked_student, {"a": "Y"}),
]


def siblings(*stages: str | None, status: str = "01", who: tuple[str, ...] = ("b", "c"), **household: Any) -> Any:
    """A household of `a`, `b` and `c`, with student rows of those of `who`."""

    def build(place: Place) -> None:
        place.household("a", "b", "c", **household)
        for pupil, stage in zip(who, stages, strict=True):
            place.add(STUDENTS, pupil, student_status=status, stage=stage)

    return build


def dead_sibling(place: Place) -> None:
    siblings("本科", "普通高中")(place)
    place.add(DEATHS, "c", death_date=date(2026, 6, 1))


def in_two_households(place: Place) -> None:
    place.household("b", number="h1")
    place.household("c", number="h2")
    for pupil in ("b", "c"):
        place.add(STUDENTS, pupil, student_status="01", stage="本科")


JY05 = [
    Case("two", siblings("本科", "普通高中"), {"a": "Y"}),
    Case("vocational_and_graduate", siblings("中职", "研究生"), {"a": "Y"}),
    Case("only_watched", siblings("本科", "普通高中", assistance_type="990"), {"a": "Y"}),
    Case("one", siblings("本科", who=("b",))),
    Case("one_still_in_compulsory_education", siblings("本科", "初中")),
    Case("one_of_unreadable_stage", siblings("本科", None)),
    Case("one_person_in_two_schools", siblings("本科", "普通高中", who=("b", "b"))),
    Case("on_leave", siblings("本科", "普通高中", status="02")),
    Case("one_dead", dead_sibling),
    Case("in_two_households", in_two_households),
]


def hard(hardship: str | None, studying: str | None = "01", listed: bool = True, **household: Any) -> Any:
    def build(place: Place) -> None:
        if listed:
            place.household("a", **({"assistance_type": "990"} | household))
        place.add(STUDENTS, "a", student_status=studying, stage="初中", hardship=hardship)

    return build


def guarded_by(**household: Any) -> Any:
    """A student in no ledger whose guardian `b` is in one."""

    def build(place: Place) -> None:
        place.household("b", **household)
        values = {"student_status": "01", "stage": "小学", "hardship": "低保"}
        place.add(STUDENTS, "a", guardian=place.named("b"), **values)

    return build


def known_by_a_member_row_alone(place: Place) -> None:
    place.member("a")
    place.add(STUDENTS, "a", student_status="01", stage="小学", hardship="低保")


def hard_and_dead(place: Place) -> None:
    hard("低保")(place)
    place.household("b", number="g", assistance_type="990")
    place.add(DEATHS, "a", death_date=date(2026, 6, 1))


JY06 = [
    Case("watched", hard("低保"), {"a": "Y"}),
    Case("other_hardship", hard("残疾学生", assistance_type="660"), {"a": "Y"}),
    Case("left", hard("低保", assistance_type="110", status="退出"), {"a": "Y"}),
    Case("in_no_ledger", hard("低保", listed=False), {"a": "Y"}),
    Case("no_hardship", hard("否")),
    Case("hardship_not_readable", hard(None)),
    Case("not_in_school", hard("低保", studying="07")),
    *(Case(f"covered_{kind}", hard("低保", assistance_type=kind)) for kind in ("110", "132", "600", "650", "670")),
    Case("tapering", hard("低保", assistance_type="110", status="渐退")),
    Case("state_of_household_not_readable", hard("低保", status=None)),
    Case("kind_of_household_not_readable", hard("低保", assistance_type=None, status="在保")),
    Case("known_by_a_member_row_alone", known_by_a_member_row_alone),
    Case("guardian_is_covered", guarded_by(assistance_type="110")),
    Case("guardian_is_not_covered", guarded_by(assistance_type="990"), {"a": "Y"}),
    Case("dead", hard_and_dead),
]


def leaving(
    status: str | None = "07",
    month: date | None = None,
    stage: str | None = "本科",
    in_school: bool | None = True,
    method: str = "exact",
    **household: Any,
) -> Any:
    """A dibao member `b` whom the ledger counts as in school."""

    def build(place: Place) -> None:
        place.household("a", "b", **household)
        place.member("b", in_school=in_school)
        place.add(STUDENTS, "b", student_status=status, graduation_month=month, stage=stage, method=method)

    return build


def and_a_row(**values: Any) -> Any:
    def build(place: Place) -> None:
        leaving()(place)
        place.add(STUDENTS, "b", **values)

    return build


def left(place: Place) -> None:
    leaving()(place)
    place.town.rows["civil_affairs/households"][-1]["status"] = "退出"


def weak_member_row(place: Place) -> None:
    leaving()(place)
    place.member("b", method="id_only")


def dead_graduate(place: Place) -> None:
    leaving()(place)
    place.add(DEATHS, "b", death_date=date(2026, 6, 1))


SEPTEMBER = date(2026, 9, 1)
JY07 = [
    Case("graduated", leaving(), {"b": "B"}),
    Case("graduates_this_month", leaving("01", date(2026, 6, 1)), {"b": "B"}),
    Case("graduates_within_ninety_days", leaving("01", SEPTEMBER), {"b": "B"}),
    Case("graduates_later", leaving("01", date(2026, 10, 1))),
    Case("should_have_graduated_long_ago", leaving("01", date(2026, 5, 1))),
    Case("month_not_known", leaving("01", None)),
    Case("on_leave", leaving("02", None)),
    Case("upper_secondary", leaving(stage="普通高中"), {"b": "B"}),
    Case("compulsory_education", leaving(stage="初中")),
    Case("compulsory_education_within_ninety_days", leaving("01", SEPTEMBER, stage="小学")),
    Case("stage_not_readable", leaving(stage=None)),
    Case("status_not_readable", leaving(None, SEPTEMBER)),
    Case("goes_on_elsewhere", and_a_row(student_status="01", stage="研究生")),
    Case("another_row_of_unreadable_status", and_a_row(student_status=None, stage="研究生")),
    Case("goes_on_by_a_weak_row", and_a_row(student_status="01", stage="研究生", method="fuzzy", probability=0.8)),
    Case("a_second_weak_row_of_leaving", and_a_row(student_status="07", stage="本科", method="id_only"), {"b": "B"}),
    Case("not_counted_as_in_school", leaving(in_school=False)),
    Case("not_known_whether_counted", leaving(in_school=None)),
    *(Case(f"type_{kind}", leaving(assistance_type=kind)) for kind in ("132", "600", "650", "670", "990")),
    Case("household_left", left),
    Case("weak_student_row", leaving(method="id_only")),
    Case("weak_member_row", weak_member_row),
    Case("dead", dead_graduate),
]
WITHHELD = ("weak_student_row", "weak_member_row")

TABLES = {"JY03": JY03, "JY04": JY04, "JY05": JY05, "JY06": JY06, "JY07": JY07}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Night]:
    root = tmp_path_factory.mktemp("schooling")
    return {code: find_cases(root / code, cases) for code, cases in TABLES.items()}


@pytest.mark.parametrize(
    ("code", "case"),
    [(code, case) for code, cases in TABLES.items() for case in cases],
    ids=lambda value: getattr(value, "name", value),
)
def test_finds_exactly(nights: dict[str, Night], code: str, case: Case) -> None:
    assert hits_of(nights[code], code, case.name) == case.expected


@pytest.mark.parametrize("case", [case.name for case in JY07])
def test_only_weak_findings_are_withheld(nights: dict[str, Night], case: str) -> None:
    withheld = hits_of(nights["JY07"], "JY07", case, "indicators/withheld")
    assert withheld == ({"b": ""} if case in WITHHELD else {})
