"""Queues: who is in them, what each department sees, and that nothing in them names anybody."""

from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from assets.vocabulary.departments import SENDING_DEPARTMENTS
from tests.unit.queues.queue_world import NAMES, OWN_PAY, details, queue_of
from tests.unit.warnings.world import World, answer, hit

MIXED: list[dict[str, Any]] = [
    hit("YB01", "H1", "P2", tier="O", departments=["medical_insurance", "civil_affairs"], facts=OWN_PAY),
    hit("ZH01", "H1", "", tier="R", departments=["civil_affairs"], facts='{"income": 600.5}'),
    hit("JY02", "H1", "P2", tier="Y", disposition="D1", departments=["education"]),
    hit("ZH01", "H2", "", tier="R", departments=["civil_affairs"], facts='{"income": 100}'),
    hit("YB01", "SP4", "P4", tier="Y", departments=["medical_insurance"], facts=OWN_PAY),
    hit("MZ01", "H1", "P1", lane="A", tier="O", disposition="D4", departments=["civil_affairs", "finance"]),
]


@pytest.fixture
def world() -> World:
    made = World()
    made.step(MIXED)
    return made


EXPECTED = {
    "civil_affairs": [
        ("W20260302000001", "P1", "A", "O", "D4", ["MZ01"]),
        ("W20260302000002", "P1", "H", "R", "D2", ["ZH01"]),
        ("W20260302000002", "P2", "H", "O", "D2", ["YB01"]),
        ("W20260302000003", "P3", "H", "R", "D2", ["ZH01"]),
    ],
    "medical_insurance": [
        ("W20260302000002", "P2", "H", "O", "D2", ["YB01"]),
        ("W20260302000004", "P4", "H", "Y", "D2", ["YB01"]),
    ],
    "education": [("W20260302000002", "P2", "H", "Y", "D1", ["JY02"])],
    "housing": [],
    "employment": [],
}


@pytest.mark.parametrize("department", SENDING_DEPARTMENTS)
def test_a_department_sees_its_part_only(world: World, department: str) -> None:
    columns = ["warning_id", "person_id", "lane", "tier", "disposition", "codes"]
    assert queue_of(world, department).select(columns).rows() == EXPECTED[department]


def test_reasons_of_other_departments_do_not_appear(world: World) -> None:
    text = " ".join(queue_of(world, "education")["reasons"].explode().to_list())
    assert "自付" not in text
    assert "低保" not in text


def test_deadlines_and_state_are_the_warnings(world: World) -> None:
    row = queue_of(world, "education").row(0, named=True)
    warning = world.ledger.filter(pl.col("warning_id") == row["warning_id"]).row(0, named=True)
    assert (row["sign_by"], row["answer_by"]) == (warning["sign_by"], warning["answer_by"])
    assert (row["state"], row["pushed_on"], row["night"]) == ("new", world.night, world.night)
    assert (row["county"], row["county_code"]) == ("荣成市", "371082")


def test_nobody_is_named(world: World) -> None:
    numbers = set(details()["id_number"])
    for department in SENDING_DEPARTMENTS:
        text = queue_of(world, department).write_json()
        assert not any(name in text for name in NAMES.values())
        assert not any(number in text for number in numbers)
        assert not pl.Series([text]).str.contains(r"\d{17}")[0]
    assert queue_of(world, "civil_affairs")["person_masked"].to_list() == ["欧**明", "欧**明", "李*", "买****力"]


def test_several_items_of_a_person_are_one_row_the_most_urgent_first() -> None:
    world = World()
    world.step(
        [hit("YB01", "H1", "P1", tier="O", facts=OWN_PAY), hit("ZH01", "H1", "", tier="R", facts='{"income": 1}')]
    )
    row = queue_of(world, "civil_affairs").row(0, named=True)
    assert (row["codes"], row["tier"]) == (["ZH01", "YB01"], "R")
    assert row["reasons"][0] == "人均每月1.00元，低于低保标准。"
    assert row["asked"] == "请入户核查。\n请核查医疗救助待遇是否落实。"


def test_quiet_and_closed_parts_leave_the_queue_and_late_feeds_do_not() -> None:
    world = World()
    hits = [hit("YB01", "H1", "P1"), hit("ZH01", "H2", "")]
    world.step(hits)
    world.step(hits, [answer("W20260302000001", "51", world.night)])
    assert queue_of(world, "civil_affairs")["household_id"].to_list() == ["H2"]
    gap = {"night": world.night, "code": "ZH01", "division_code": "all"}
    world.step(hits[:1], not_assessed=[gap | {"reason_code": "feed_stale", "reason": "未更新", "feeds": []}])
    row = queue_of(world, "civil_affairs").row(0, named=True)
    assert row["reasons"][0].endswith("（本次未能评估，沿用2026-03-03的结果）")
    world.step(hits[:1])
    assert queue_of(world, "civil_affairs").is_empty()


def test_the_first_push_is_remembered(world: World) -> None:
    first = world.night
    world.step(MIXED)
    assert queue_of(world, "education")["pushed_on"].to_list() == [first]
    assert queue_of(world, "education")["night"].to_list() == [first + timedelta(days=1)]


def test_a_household_that_nobody_is_known_of_is_still_listed() -> None:
    world = World()
    world.step([hit("ZH01", "H9", "", division_code=None, county_code=None)])
    row = queue_of(world, "civil_affairs").row(0, named=True)
    assert (row["household_id"], row["person_id"], row["person_masked"], row["county"]) == ("H9", "", None, None)
