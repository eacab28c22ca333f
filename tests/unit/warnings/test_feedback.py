"""What returned feedback does: the state of each result, and which rows are refused for what."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from assets.vocabulary.feeds import code_tables
from assets.warnings import load_parameters
from tests.unit.warnings.world import START, World, answer, hit

WARNING = "W20260302000001"
NEXT = START + timedelta(days=1)

STATES = [
    *[(code, "H", "verified", "open") for code in ("11", "12", "13", "14", "15", "21", "22", "23", "31", "41", "61")],
    *[(code, "H", "suppressed", "suppressed") for code in ("51", "62", "63")],
    *[(code, "H", "closed", "closed") for code in ("71", "72", "73", "74", "81")],
    *[(code, "A", "closed", "closed") for code in ("91", "92", "93")],
]


@pytest.mark.parametrize(("code", "lane", "state", "item_state"), STATES)
def test_state_after_each_result(code: str, lane: str, state: str, item_state: str) -> None:
    world = World()
    world.step([hit("YB01", lane=lane)])
    world.step([hit("YB01", lane=lane)], [answer(WARNING, code, NEXT, remark="已电话说明")])
    assert world.errors.is_empty()
    assert world.ledger["state"].to_list() == [state]
    assert world.items.select("state", "result_code").row(0) == (item_state, code)
    if state == "closed":
        assert world.ledger["close_reason"][0] == code_tables()["feedback_result"][code][0]
    assert f'"result_code":"{code}"' in world.events.filter(pl.col("night") == world.night)["detail"][0]


def test_every_result_code_is_in_the_table_of_states() -> None:
    assert {code for code, *_ in STATES} == set(load_parameters().results["result_code"])


REFUSALS: list[tuple[str, dict[str, Any], list[str]]] = [
    ("unknown warning", {"warning_id": "W20260302000099"}, ["no_open_warning"]),
    ("no warning", {"warning_id": None}, ["no_open_warning"]),
    ("no result, or one that is in no table", {"result_code": None}, ["result_unknown"]),
    ("a code that only the system sets", {"result_code": "99"}, ["result_unknown"]),
    ("one verifier", {"verifier_2": None}, ["verifiers_missing"]),
    ("no verifier", {"verifier_1": None, "verifier_2": None}, ["verifiers_missing"]),
    ("the same verifier twice", {"verifier_2": " 甲 某"}, ["verifiers_missing"]),
    ("63 without remark", {"result_code": "63"}, ["remark_missing"]),
    ("81 with a blank remark", {"result_code": "81", "remark": "  "}, ["remark_missing"]),
    ("no date", {"verified_date": None}, ["date_missing"]),
    ("verified tomorrow", {"verified_date": NEXT + timedelta(days=1)}, ["date_in_future"]),
    ("verified before the opening", {"verified_date": START - timedelta(days=1)}, ["date_before_opening"]),
    ("an adverse result in the help lane", {"result_code": "91"}, ["result_not_for_lane"]),
    ("a department without a part", {"file": "education_1.xlsx"}, ["not_this_department"]),
    ("no department in the file's name", {"file": "results.xlsx"}, ["department_unknown"]),
    (
        "several faults at once",
        {"verifier_2": None, "result_code": None},
        ["result_unknown", "verifiers_missing"],
    ),
    (
        "a row nobody filled in",
        {"verified_date": None, "verifier_1": None, "verifier_2": None, "result_code": None},
        ["not_answered"],
    ),
]


@pytest.mark.parametrize(("case", "changes", "reasons"), REFUSALS, ids=[case[0] for case in REFUSALS])
def test_refused_rows_say_why_and_change_nothing(case: str, changes: dict[str, Any], reasons: list[str]) -> None:
    world, untouched = World(), World()
    for one in (world, untouched):
        one.step([hit("YB01")])
    world.step([hit("YB01")], [answer(WARNING, "51", NEXT) | changes])
    untouched.step([hit("YB01")])
    assert world.errors["reason_code"].to_list() == reasons, case
    assert (world.errors["reason"].str.len_chars() > 5).all()
    assert world.ledger.equals(untouched.ledger)
    assert world.events.equals(untouched.events)


def test_the_rest_of_the_file_counts() -> None:
    world = World()
    world.step([hit("YB01", "H1", "P1"), hit("YB01", "H2", "P2")])
    good = answer("W20260302000002", "31", NEXT, row_no=2)
    world.step([hit("YB01", "H1", "P1"), hit("YB01", "H2", "P2")], [answer(WARNING, "31", None), good])
    assert world.errors.select("row_no", "reason_code").rows() == [(1, "date_missing")]
    assert world.ledger["state"].to_list() == ["ongoing", "verified"]


@pytest.mark.parametrize(
    "file", ["民政_核查清单_2026-03-02.xlsx", "Civil_Affairs.XLSX", "civil_affairs荣成.csv", "civil_affairs_1.csv"]
)
def test_the_department_is_read_from_the_beginning_of_the_files_name(file: str) -> None:
    world = World()
    world.step([hit("YB01")])
    world.step([hit("YB01")], [answer(WARNING, "31", NEXT, file=file)])
    assert world.one()["state"] == "verified"


def test_an_answer_counts_once_though_its_delivery_stays_in_the_landed_table() -> None:
    world = World()
    world.step([hit("YB01")])
    world.step([hit("YB01")], [answer(WARNING, "51", NEXT)])
    events = world.events.height
    world.step([hit("YB01")])
    assert world.errors.is_empty()
    assert world.events.height == events
    assert world.one()["state"] == "suppressed"


def test_a_closed_warning_takes_no_answer() -> None:
    world = World()
    world.step([hit("YB01")])
    world.step([])
    world.step([], [answer(WARNING, "31", NEXT)])
    assert world.errors["reason_code"].to_list() == ["no_open_warning"]


def test_a_department_answers_for_its_own_part_only() -> None:
    both = [
        hit("YB01", departments=["medical_insurance"]),
        hit("JY02", person="P2", departments=["education"]),
    ]
    world = World()
    world.step(both)
    world.step(both, [answer(WARNING, "31", NEXT, file="education.xlsx")])
    results = dict(world.items.select("code", "result_code").rows())
    assert results == {"YB01": None, "JY02": "31"}
    assert world.one()["state"] == "ongoing"  # one part is not answered yet
    world.step(both, [answer(WARNING, "71", NEXT, file="medical_insurance.xlsx")])
    assert dict(world.items.select("code", "state").rows()) == {"YB01": "closed", "JY02": "open"}
    assert world.one()["state"] == "verified"
    assert world.one()["departments"] == ["education"]


def test_of_two_answers_the_one_verified_later_counts_and_the_other_is_told_of() -> None:
    world = World()
    world.step([hit("YB01")])
    answers = [answer(WARNING, "31", NEXT, row_no=1), answer(WARNING, "51", START, row_no=2)]
    world.step([hit("YB01")], answers)
    assert world.items["result_code"].to_list() == ["31"]
    assert world.errors.select("row_no", "reason_code").rows() == [(2, "superseded")]


def test_a_verified_warning_is_not_overdue_and_closes_when_the_fact_is_gone() -> None:
    world = World()
    world.step([hit("YB01", tier="R")])
    world.step([hit("YB01", tier="R")], [answer(WARNING, "21", NEXT)])
    world.step([hit("YB01", tier="R")], days=20)
    assert (world.one()["state"], world.one()["overdue"]) == ("verified", False)
    world.step([])
    assert world.ledger.select("state", "close_reason").row(0) == ("closed", "消除")


@pytest.mark.parametrize(("result", "back"), [("11", True), ("22", True), ("23", True), ("31", False), ("61", False)])
def test_a_benefit_that_does_not_show_within_60_days_comes_back_as_d1(result: str, back: bool) -> None:
    world = World()
    world.step([hit("YB01")])
    world.step([hit("YB01")], [answer(WARNING, result, NEXT)])
    world.step([hit("YB01")], days=59)
    assert world.one()["state"] == "verified"
    world.step([hit("YB01")])
    assert world.one()["state"] == ("reopened" if back else "verified")
    assert world.one()["disposition"] == ("D1" if back else "D2")
    if back:
        assert world.one()["clock_from"] == world.night == date(2026, 5, 2)
        world.step([hit("YB01")])
        assert (world.one()["state"], world.one()["disposition"]) == ("ongoing", "D1")
        assert world.items["result_code"].to_list() == [None]


def test_a_new_item_wakes_a_verified_warning() -> None:
    world = World()
    world.step([hit("YB01")])
    world.step([hit("YB01")], [answer(WARNING, "31", NEXT)])
    world.step([hit("YB01"), hit("MZ18")], days=20)
    assert (world.one()["state"], world.one()["clock_from"]) == ("reopened", world.night)
    assert world.told() == ["item_added", "reopened"]


def test_of_two_answers_of_one_day_the_one_that_keeps_it_open_counts() -> None:
    """Two lines of one list about two persons of a household: 51 about one must not silence 31 about the other."""
    world = World()
    world.step([hit("YB01", person="P1"), hit("YB01", person="P2")])
    number = world.one()["warning_id"]
    rows = [answer(number, "31", world.night), answer(number, "51", world.night, row_no=2)]
    world.step([hit("YB01", person="P1"), hit("YB01", person="P2")], rows)
    assert world.one()["state"] == "verified"
    assert set(world.items["result_code"]) == {"31"}
