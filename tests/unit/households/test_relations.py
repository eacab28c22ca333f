"""Spouses, parents and guardians from rows, as tables of case and expected relations."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assets.households import build
from assets.lake import Night
from tests.stages.indicators.small_town import Place, Town

# Of each case: what the member rows of one household say of each person, and who then is whose spouse or parent.
# h is born in 1970; a code stands for a row of that relation.
Rows = dict[str, dict[str, Any]]
H = {"relation": "01"}
BACHELOR = {"relation": "01", "marital_status": "10"}
BORN = {"h": 1970, "old": 1940, "young": 1995, "same_age": 1969}
WOMEN = {"wife", "old", "aunt"}

CODES: list[tuple[str, Rows, set[tuple[str, str, str]]]] = [
    ("a wife", {"h": H, "wife": {"relation": "10"}}, {("h", "wife", "spouse"), ("wife", "h", "spouse")}),
    ("two spouses are none", {"h": H, "wife": {"relation": "10"}, "aunt": {"relation": "10"}}, set()),
    ("a spouse of one's own sex is a slip", {"h": H, "young": {"relation": "10"}}, set()),
    ("a bachelor's mother", {"h": BACHELOR, "old": {"relation": "50"}}, {("h", "old", "parent")}),
    ("of the married it may be hers", {"h": H, "old": {"relation": "50"}}, {("h", "old", "parent_or_in_law")}),
    ("a widower", {"h": H | {"marital_status": "30"}, "old": {"relation": "50"}}, {("h", "old", "parent_or_in_law")}),
    ("nobody's parent is of their age", {"h": BACHELOR, "same_age": {"relation": "50"}}, set()),
    ("a column read the wrong way round", {"h": BACHELOR, "young": {"relation": "50"}}, set()),
    ("子 and 婿 share a code", {"h": H, "young": {"relation": "20"}}, set()),
    ("女 and 媳 share a code", {"h": H, "young": {"relation": "30"}}, set()),
    ("nor the other way", {"young": H, "h": {"relation": "20"}}, set()),
    ("grandparents, siblings, others", {"h": H, "old": {"relation": "60"}, "young": {"relation": "70"}}, set()),
    ("no code", {"h": H, "wife": {"relation": None}}, set()),
    ("two rows of 本人: of whom are the others told?", {"h": H, "young": H, "wife": {"relation": "10"}}, set()),
    ("no row of 本人", {"h": {"relation": "99"}, "wife": {"relation": "10"}}, set()),
]


def household(place: Place, rows: Rows) -> None:
    for who in rows:
        place.person(who, date(BORN.get(who, 1970), 1, 1), sex=2 if who in WOMEN else 1)
    place.household(*rows)
    for who, values in rows.items():
        place.member(who, **values)


def found(night: Night, case: str) -> set[tuple[str, str, str]]:
    """person, other, relation in one corner."""
    told = night.read("households/relations").select("person_id", "other_person_id", "relation").rows()
    corner = f"{case}:"
    return {(a.removeprefix(corner), b.removeprefix(corner), c) for a, b, c in told if a.startswith(corner)}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    town = Town(tmp_path_factory.mktemp("relations"))
    for name, rows, _ in CODES:
        household(Place(town, name), rows)
    made = town.write()
    facts = made.read("identity/persons")
    born = {f"{name}:{who}": BORN.get(who, 1970) for name, rows, _ in CODES for who in rows}
    sexes = {who: 2 if who.split(":")[1] in WOMEN else 1 for who in born}
    who = facts["person_id"]
    made.save(
        "identity/persons",
        facts.with_columns(birth_year=who.replace_strict(born), sex=who.replace_strict(sexes)),
    )
    build(made)
    return made


@pytest.mark.parametrize(("name", "expected"), [(name, expected) for name, _, expected in CODES])
def test_relations_by_code(night: Night, name: str, expected: set[tuple[str, str, str]]) -> None:
    assert found(night, name) == expected


def test_a_relation_names_its_row(night: Night) -> None:
    wife = night.read("households/relations").filter(person_id="a wife:h").row(0, named=True)
    assert (wife["source"], wife["feed"]) == ("relation 10", "civil_affairs/members")


def test_the_head_whom_no_member_row_knows_is_the_one_that_codes_are_about(tmp_path: Path) -> None:
    town = Town(tmp_path)
    household(Place(town, "x"), {"h": H, "wife": {"relation": "10"}})
    town.rows["civil_affairs/members"] = town.rows["civil_affairs/members"][1:]
    made = town.write()
    build(made)
    assert found(made, "x") == {("h", "wife", "spouse"), ("wife", "h", "spouse")}


def test_guardians_of_all_feeds_once_with_the_persons_own_household(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.household("1", "a", "child")
    town.member("1", "child", guardian="aunt")
    town.add("education/students", "child", guardian="aunt", student_no="1")
    town.add("education/students", "pupil", guardian="aunt", student_no="2")
    town.add("civil_affairs/children", "orphan", guardian="orphan")
    town.person("aunt")
    made = town.write()
    build(made)
    homes = dict(made.read("households/members").select("person_id", "household_id").rows())
    told = made.read("households/relations").sort("person_id")
    assert told.select("household_id", "person_id", "other_person_id", "relation", "feed").rows() == [
        (homes["child"], "child", "aunt", "guardian", "civil_affairs/members"),
        ("Spupil", "pupil", "aunt", "guardian", "education/students"),
    ]
