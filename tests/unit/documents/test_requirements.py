"""The table of requirements claims nothing that is not so."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.documents.requirements_page import (
    NUMBERS,
    Requirement,
    RequirementError,
    faults,
    judge,
    load_requirements,
)

SOUND = Requirement(
    number="R1",
    chapter="c",
    seeds=("000",),
    text_zh="t",
    status="partly",
    codes=("YB01",),
    met=("rule.sql",),
    tests=("test_rule.py",),
    note_zh="还缺清单",
    note_en="a list is wanting",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("rule.sql", "test_rule.py"):
        (tmp_path / name).touch()
    return tmp_path


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"met": ("gone.sql",)}, ["R1: the path gone.sql does not exist: name the file that took its place"]),
        ({"tests": ("../rule.sql",)}, ["R1: the path ../rule.sql does not exist: name the file that took its place"]),
        ({"codes": ("YB01", "MZ99")}, ["R1: there is no indicator MZ99"]),
        ({"note_zh": "见MZ98指标"}, ["R1: there is no indicator MZ98"]),
        ({"note_en": "see MZ98"}, ["R1: there is no indicator MZ98"]),
        ({"tests": ()}, ["R1: partly needs the paths where it is met and those of its tests"]),
        ({"note_en": ""}, ["R1: partly needs note_zh and note_en: what is wanting, or why"]),
        ({"status": "met", "note_zh": "", "note_en": ""}, []),
        ({"status": "outside", "codes": (), "met": (), "tests": ()}, []),
        ({"status": "not_yet"}, ["R1: not_yet names places where it is met: then it is met or partly"]),
        ({"status": "done"}, ["R1: the status done is none of ['met', 'partly', 'not_yet', 'outside']"]),
    ],
    ids=lambda value: "-".join(value) or "sound" if isinstance(value, dict) else "",
)  # fmt: skip
def test_what_is_not_so_is_told(root: Path, changes: dict[str, object], told: list[str]) -> None:
    assert list(faults(replace(SOUND, **changes), {"YB01": None}, root)) == told  # type: ignore[arg-type]


def test_all_faults_are_told_at_once_and_a_missing_number_is_one(root: Path) -> None:
    entries = [replace(SOUND, number=f"R{number}") for number in NUMBERS if number != 7]
    entries[0] = replace(SOUND, met=("gone.sql",), codes=("MZ99",))
    with pytest.raises(RequirementError) as error:
        judge(entries, {"YB01": None}, root)
    told = str(error.value).splitlines()
    assert len(told) == 3
    assert told[-1] == "data/reference/requirements.yml: the numbers are not R1 to R84, each once and in order"


def test_the_shipped_table_holds_every_requirement_and_is_so() -> None:
    assert [entry.number for entry in load_requirements()] == [f"R{number}" for number in range(1, 85)]
