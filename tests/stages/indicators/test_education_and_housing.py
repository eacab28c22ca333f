"""JY01, JY02 and ZJ01: what fires, what is just outside, what must stop it. The night is 2026-06-30."""

from datetime import date
from typing import Any

import pytest

from assets.lake import Night
from tests.stages.indicators.small_town import Case, Place, find_cases, hits_of

STUDENTS = "education/students"
AID = "education/aid"
HOUSES = "housing/dangerous_houses"


def child(born: date | None, *rows: tuple[str | None, str], home_teaching: bool | None = None, **household: Any) -> Any:
    """A child `c` in a household, with student rows of (status, stage)."""

    def build(place: Place) -> None:
        place.person("c", born)
        place.household("a", "c", **household)
        for status, stage in rows:
            place.add(STUDENTS, "c", student_status=status, stage=stage, home_teaching=home_teaching)

    return build


TEN = date(2016, 3, 1)


def outsider(place: Place) -> None:
    place.person("c", TEN)


def dead_child(place: Place) -> None:
    child(TEN)(place)
    place.add("civil_affairs/deaths", "c", death_date=date(2026, 1, 1))


# The running school year began on 1 September 2025: six years old on 31 August 2025, fifteen on the night.
JY01 = [
    Case("no_row", child(TEN), {"c": "R"}),
    Case("in_school", child(TEN, ("01", "小学"))),
    Case("six_on_31_august", child(date(2019, 8, 31)), {"c": "R"}),
    Case("six_on_1_september", child(date(2019, 9, 1))),
    Case("sixteen_tomorrow", child(date(2010, 7, 1)), {"c": "R"}),
    Case("sixteen_today", child(date(2010, 6, 30))),
    Case("birth_date_not_known", child(None)),
    *(Case(f"out_{status}", child(TEN, (status, "小学")), {"c": "R"}) for status in ("02", "03", "04", "06", "15")),
    Case("out_and_back", child(TEN, ("06", "小学"), ("05", "小学"))),
    Case("moved_and_arrived", child(TEN, ("10", "小学"), ("01", "小学"))),
    Case("moved_and_never_arrived", child(TEN, ("10", "小学")), {"c": "R"}),
    Case("finished_primary_only", child(TEN, ("07", "小学")), {"c": "R"}),
    Case("finished_lower_secondary", child(date(2010, 9, 1), ("07", "小学"), ("07", "初中"))),
    Case("expelled", child(TEN, ("14", "小学")), {"c": "R"}),
    Case("status_not_readable", child(TEN, (None, "小学"))),
    Case("taught_at_home", child(TEN, ("02", "小学"), home_teaching=True)),
    Case("only_watched", child(TEN, assistance_type="990"), {"c": "R"}),
    Case("tapering", child(TEN, status="渐退"), {"c": "R"}),
    Case("left", child(TEN, status="退出")),
    Case("in_no_household", outsider),
    Case("dead", dead_child),
]


def pupil(*aid: tuple[str | None, str | None], status: str | None = "01", **household: Any) -> Any:
    """A pupil `c` with aid rows of (school year, term)."""

    def build(place: Place) -> None:
        place.person("c", TEN)
        place.household("a", "c", **household)
        place.add(STUDENTS, "c", student_no=place.named("no"), student_status=status, stage="小学")
        for school_year, term in aid:
            place.add(AID, "c", student_no="another", school_year=school_year, term=term, aid_item="生活补助")

    return build


def aided_by_number_alone(place: Place, school_year: str = "2025-2026", term: str | None = "2") -> None:
    pupil()(place)
    row = {"student_no": place.named("no"), "school_year": school_year, "term": term, "aid_item": "生活补助"}
    place.add(AID, "someone_else", method="unlinked", **row)


def aided_by_number_alone_in_an_unreadable_term(place: Place) -> None:
    aided_by_number_alone(place, "本学年", None)


def left(place: Place) -> None:
    pupil()(place)
    place.town.rows["civil_affairs/households"][-1]["status"] = "退出"


def dead_pupil(place: Place) -> None:
    pupil()(place)
    place.add("civil_affairs/deaths", "c", death_date=date(2026, 1, 1))


THIS_SCHOOL_YEAR = (
    *(
        "2025-2026学年",
        "2025/2026",
        "2025—2026学年度",
        "2025－2026学年",
        "2025～2026",
        "2025至2026学年",
        "2025 - 2026 学年",
    ),
    *("2025年-2026年", "25-26学年", "25-26", "25/26", "2025-26", "2025学年", "2025"),
)
OTHER_SCHOOL_YEARS = ("2024/2025", "24-25学年", "2024—2025学年度", "2020-2021", "20-21", "2026-2027", "2024学年")
# A calendar year beside a term may belong to either of two school years: not readable as one.
UNREADABLE_SCHOOL_YEARS = ("本学年", "二〇二五学年", "2026年", "2026年春", "202602", "第2学年")

JY02 = [
    Case("no_aid", pupil(), {"c": "O"}),
    Case("aid_of_this_term", pupil(("2025-2026", "2"))),
    *(Case(f"aid_of_{text}", pupil((text, "2"))) for text in THIS_SCHOOL_YEAR),
    *(Case(f"aid_of_other_term_{text}", pupil((text, "1")), {"c": "O"}) for text in THIS_SCHOOL_YEAR),
    *(Case(f"aid_of_{text}", pupil((text, "2")), {"c": "O"}) for text in OTHER_SCHOOL_YEARS),
    *(Case(f"aid_of_unreadable_{text}", pupil((text, "2"))) for text in UNREADABLE_SCHOOL_YEARS),
    Case("aid_of_the_last_term", pupil(("2025-2026", "1")), {"c": "O"}),
    Case("aid_of_the_last_year", pupil(("2024-2025", "2")), {"c": "O"}),
    Case("aid_of_an_unreadable_year_but_the_last_term", pupil(("本学年", "1")), {"c": "O"}),
    Case("aid_of_an_unreadable_term", pupil(("2025-2026", None))),
    Case("aid_of_an_unreadable_term_of_the_last_year", pupil(("2024-2025", None)), {"c": "O"}),
    Case("aid_of_an_unreadable_year_and_term", pupil(("本学年", None))),
    Case("aided_by_number_alone_in_an_unreadable_term", aided_by_number_alone_in_an_unreadable_term),
    Case("aided_by_number_alone", aided_by_number_alone),
    Case("on_leave", pupil(status="02")),
    Case("status_not_readable", pupil(status=None)),
    Case("tekun", pupil(assistance_type="132"), {"c": "O"}),
    Case("margin", pupil(assistance_type="600"), {"c": "O"}),
    Case("rigid", pupil(assistance_type="650"), {"c": "O"}),
    Case("relapse_monitored", pupil(assistance_type="670")),
    Case("only_watched", pupil(assistance_type="990")),
    Case("left", left),
    Case("dead", dead_pupil),
]


def house(*grades: str | None, in_ledger: bool = True, **values: Any) -> Any:
    def build(place: Place) -> None:
        if in_ledger:
            place.household("a")
        for grade in grades:
            defaults = {"grade": grade, "appraised_date": date(2026, 3, 1), "occupied": True}
            place.add(HOUSES, "a", **(defaults | values))

    return build


def dead_owner_alone(place: Place) -> None:
    house("D", in_ledger=False)(place)
    place.add("civil_affairs/deaths", "a", death_date=date(2026, 6, 1))


def dead_owner_with_family(place: Place) -> None:
    place.household("a", "b")
    house("D", in_ledger=False)(place)
    place.add("civil_affairs/deaths", "a", death_date=date(2026, 6, 1))


ZJ01 = [
    Case("grade_c", house("C"), {"a": "O"}),
    Case("grade_d", house("D"), {"a": "R"}),
    Case("grade_b", house("B")),
    Case("grade_not_readable", house(None)),
    Case("the_heaviest_counts", house("C", "D", "C"), {"a": "R"}),
    Case("empty_house", house("D", occupied=False)),
    Case("not_known_whether_lived_in", house("D", occupied=None)),
    Case("completed_since", house("D", completed_date=date(2026, 5, 1))),
    Case("completed_on_the_day_of_appraisal", house("D", completed_date=date(2026, 3, 1))),
    Case("completed_before", house("D", completed_date=date(2025, 5, 1)), {"a": "R"}),
    Case("to_be_completed", house("D", completed_date=date(2026, 7, 1)), {"a": "R"}),
    Case("in_renovation", house("C", renovation_month=date(2026, 4, 1)), {"a": "O"}),
    Case("appraised_after_the_night", house("C", appraised_date=date(2026, 7, 1))),
    Case("in_no_ledger", house("C", in_ledger=False), {"a": "O"}),
    Case("weak_link_is_capped", house("D", method="fuzzy", probability=0.97), {"a": "Y"}),
    Case("dead_owner_alone", dead_owner_alone),
    Case("dead_owner_with_family", dead_owner_with_family, {"a": "R"}),
]

TABLES = {"JY01": JY01, "JY02": JY02, "ZJ01": ZJ01}


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
