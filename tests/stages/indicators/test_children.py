"""MZ10: children whose parents are dead or unable to care for them, and who are not recognised. Night 2026-06-30."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assets.lake import Night
from tests.stages.indicators.small_town import Case, Place, Town, find, find_cases, hits_of

CHILDREN = "civil_affairs/children"
DEATHS = "civil_affairs/deaths"
DISABLED = "civil_affairs/disabled"
MEMBERS = "civil_affairs/members"
BORN = date(2014, 1, 1)
DECEMBER, JANUARY = date(2025, 12, 1), date(2026, 1, 1)


def row(
    father: str | None,
    mother: str | None,
    since: date | None = date(2024, 1, 1),
    born: date | None = BORN,
    kind: str | None = "排查",
    **values: Any,
) -> Any:
    """A child in no household with a row of the children's list."""

    def build(place: Place) -> None:
        place.person("a", born)
        states = {"father_status": father, "mother_status": mother, "status_since": since}
        place.add(CHILDREN, "a", child_category=kind, **states, **values)

    return build


def and_another_row(kind: str | None, method: str = "exact") -> Any:
    def build(place: Place) -> None:
        row("死亡", "死亡")(place)
        place.add(CHILDREN, "a", child_category=kind, method=method)

    return build


def family(*happened: Any, relation: str = "20", born: date | None = BORN, **household: Any) -> Any:
    """Father (the head), mother and a child `a`, and what happened to them."""

    def build(place: Place) -> None:
        place.person("father", date(1985, 1, 1), sex=1)
        place.person("mother", date(1986, 1, 1), sex=2)
        place.person("a", born)
        place.household("father", "mother", "a", **household)
        place.member("mother", relation="10")
        place.member("a", relation=relation)
        for change in happened:
            change(place)

    return build


def died(who: str, method: str = "exact") -> Any:
    return lambda place: place.add(DEATHS, who, death_date=date(2026, 6, 1), method=method)


def disabled(who: str, category: str, grade: str, **values: Any) -> Any:
    return lambda place: place.add(DISABLED, who, category=category, grade=grade, **values)


def ill(who: str) -> Any:
    return lambda place: place.member(who, serious_illness=True)


def changed(who: str, **values: Any) -> Any:
    return lambda place: place.member(who, **values)


def recognised(kind: str) -> Any:
    return lambda place: place.add(CHILDREN, "a", child_category=kind)


def looked_into(father: str | None, mother: str | None) -> Any:
    states = {"father_status": father, "mother_status": mother, "status_since": date(2024, 1, 1)}
    return lambda place: place.add(CHILDREN, "a", child_category="排查", **states)


def of_the_head(head_born: date, relation: str, marital: str | None, *happened: Any) -> Any:
    """A household of a head with two parents (50) and, unless that is the head, a child `a` of this relation."""

    def build(place: Place) -> None:
        head = "a" if relation == "01" else "head"
        place.person(head, head_born)
        place.person("father", date(1975, 1, 1))
        place.person("mother", date(1976, 1, 1))
        others = () if relation == "01" else ("a",)
        if others:
            place.person("a", BORN)
        place.household(head, "father", "mother", *others)
        place.member(head, relation="01", marital_status=marital)
        for parent in ("father", "mother"):
            place.member(parent, relation="50")
        if others:
            place.member("a", relation=relation)
        for change in happened:
            change(place)

    return build


def one_parent(place: Place) -> None:
    place.person("a", BORN)
    place.household("father", "a")
    place.member("a", relation="20")
    died("father")(place)


def three_parents(place: Place) -> None:
    """In one household father and stepmother, in another the mother: that makes one too many to know both."""
    family(died("father"), died("mother"))(place)
    place.household("a", "third", number="second")
    place.member("a", number="second", marital_status="10")
    place.member("third", number="second", relation="50")


GONE = [died("father"), died("mother")]
MZ10 = [
    Case("both_dead", row("死亡", "死亡"), {"a": "R"}),
    Case("both_dead_since_nobody_knows", row("死亡", "死亡", None), {"a": "R"}),
    Case("one_dead_one_well", row("死亡", "正常")),
    Case("one_dead_one_not_known", row("死亡", None)),
    *(Case(f"dead_and_{state}", row("死亡", state, None), {"a": "R"}) for state in ("失踪", "重残", "重病")),
    *(Case(f"dead_and_{state}", row("死亡", state), {"a": "R"}) for state in ("服刑", "强戒", "失联")),
    *(Case(f"{state}_for_six_months", row(state, "重病", DECEMBER), {"a": "R"}) for state in ("服刑", "强戒", "失联")),
    *(Case(f"{state}_for_five_months", row(state, "重病", JANUARY)) for state in ("服刑", "强戒", "失联")),
    Case("absent_since_nobody_knows", row("重残", "失联", None)),
    Case("illness_need_not_last", row("重残", "重病", JANUARY), {"a": "R"}),
    Case("eighteen_tomorrow", row("死亡", "死亡", born=date(2008, 7, 1)), {"a": "R"}),
    Case("eighteen_today", row("死亡", "死亡", born=date(2008, 6, 30))),
    Case("age_not_known", row("死亡", "死亡", born=None)),
    *(Case(f"recognised_as_{kind}", row("死亡", "死亡", kind=kind)) for kind in ("孤儿", "事实无人抚养", None)),
    Case("recognised_by_another_row", and_another_row("孤儿")),
    Case("recognised_by_a_weak_row", and_another_row("孤儿", "fuzzy")),
    Case("looked_into_twice", and_another_row("排查"), {"a": "R"}),
    Case("weak_row", row("死亡", "死亡", method="fuzzy", probability=0.97), {"a": "Y"}),
    Case("dead_child", family(*GONE, died("a"))),
    Case("parents_dead", family(*GONE), {"a": "R"}),
    Case("daughter", family(*GONE, relation="30"), {"a": "R"}),
    Case("parents_dead_by_the_ledger_of_the_watched", family(*GONE, assistance_type="990"), {"a": "R"}),
    Case("parents_dead_and_child_in_tekun", family(*GONE, assistance_type="132"), {"a": "R"}),
    Case("one_perhaps_dead", family(died("father"), died("mother", "fuzzy"))),
    Case("one_well", family(died("father"))),
    Case("dead_and_ill", family(died("father"), ill("mother")), {"a": "R"}),
    Case("dead_and_grade_two", family(died("father"), disabled("mother", "4", "2")), {"a": "R"}),
    Case("dead_and_grade_three_of_the_limbs", family(died("father"), disabled("mother", "4", "3"))),
    Case("dead_and_grade_four_mental", family(died("father"), disabled("mother", "6", "4")), {"a": "R"}),
    Case(
        "dead_and_weakly_disabled",
        family(died("father"), disabled("mother", "4", "1", method="fuzzy", probability=0.9)),
    ),
    Case("mother_whose_row_is_weak", family(*GONE, changed("mother", method="fuzzy", probability=0.9))),
    Case("neither_dead", family(ill("father"), disabled("mother", "5", "3")), {"a": "R"}),
    Case("of_age", family(*GONE, born=date(2008, 6, 30))),
    Case("grandchild", family(*GONE, relation="40")),
    Case("relation_not_readable", family(*GONE, relation="99")),
    Case("recognised_besides", family(*GONE, recognised("事实无人抚养"))),
    Case("sources_are_not_mixed", family(died("father"), looked_into("正常", "失联"))),
    Case("both_sources", family(*GONE, looked_into("死亡", "失联")), {"a": "R"}),
    Case("one_parent_known", one_parent),
    Case("three_parents_known", three_parents),
    Case("head_under_age", of_the_head(BORN, "01", None, *GONE), {"a": "R"}),
    Case("sibling_of_a_head_under_age", of_the_head(date(2010, 1, 1), "70", None, *GONE), {"a": "R", "head": "R"}),
    Case("sibling_of_an_unmarried_head", of_the_head(date(2000, 1, 1), "70", "10", *GONE), {"a": "R"}),
    Case("sibling_of_a_married_head", of_the_head(date(2000, 1, 1), "70", "20", *GONE)),
]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    return find_cases(tmp_path_factory.mktemp("children"), MZ10)


@pytest.mark.parametrize("case", MZ10, ids=lambda case: case.name)
def test_finds_exactly(night: Night, case: Case) -> None:
    assert hits_of(night, "MZ10", case.name) == case.expected


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        ("both_dead", "孤儿"),
        ("dead_and_失踪", "事实无人抚养儿童"),
        ("parents_dead", "孤儿"),
        ("dead_and_ill", "事实无人抚养儿童"),
        ("both_sources", "孤儿"),
    ],
)
def test_says_what_the_child_may_be(night: Night, case: str, kind: str) -> None:
    hit = night.read("indicators/hits").filter(code="MZ10", person_id=f"{case}:a").row(0, named=True)
    assert f'"kind":"{kind}"' in hit["facts"]


def test_shows_the_rows_of_both_parents(night: Night) -> None:
    hit = night.read("indicators/hits").filter(code="MZ10", person_id="dead_and_grade_two:a").row(0, named=True)
    feeds = [row["feed"] for row in hit["evidence"]]
    assert feeds == [DEATHS, DISABLED, MEMBERS, MEMBERS, MEMBERS]


@pytest.mark.parametrize("feed", [CHILDREN, DEATHS])
def test_without_the_lists_nothing_is_assessed(tmp_path: Path, feed: str) -> None:
    town = Town(tmp_path)
    row("死亡", "死亡")(Place(town, "x"))
    town.states[feed] = "missing"
    night = find(town)
    assert night.read("indicators/hits").filter(code="MZ10").is_empty()
    (gap,) = night.read("indicators/not_assessed").filter(code="MZ10").to_dicts()
    assert gap["feeds"] == [feed]
