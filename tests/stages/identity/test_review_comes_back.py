"""The list of doubtful pairs goes out, is filled in by hand, comes back, is landed and counts."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from assets.identity.decisions import Answers, judge_answers
from assets.identity.review_pairs import PAIR_SCHEMA
from assets.lake import Lake, Night
from assets.queues.identity.deliver import make_identity_review, returned_answers
from tests.stages.landing.deliveries import FIRST, SECOND, World, counts_of
from tests.unit.queues.review_world import NUMBERS, PAIRS, fill, pair

FEED, RESULTS = "feedback/identity", "feedback/results"
HEADER = ["核实编号", "结论", "核实人", "核实日期", "备注"]
# Five pairs of one county: P1 and P2 are of 荣成市.
MANY = [pair(f"R20260630{number:08d}", "P1", "P2") for number in range(1, 6)]


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def _delivered(root: Path) -> Path:
    night = Lake(root / "asked").night(FIRST)
    fill(night, MANY)
    make_identity_review(night)
    return night.deliveries / "civil_affairs" / f"身份核实清单_{FIRST}.xlsx"


def _fill(sheet: Worksheet, row: int, *values: object) -> None:
    places = {str(cell.value): cell.column for cell in sheet[1]}
    for heading, value in zip(HEADER[1:], values, strict=False):
        sheet.cell(row, places[heading]).value = value


def _judged(night: Night) -> Answers:
    ends = {"left_key": "a", "right_key": "b", "left_keys": ["a"], "right_keys": ["b"], "first_night": FIRST}
    known = [{"review_id": row["review_id"], **ends} for row in (*MANY, *PAIRS)]
    return judge_answers(night.read(f"landing/{FEED}"), pl.DataFrame(known, schema=PAIR_SCHEMA))


def test_the_delivered_list_filled_in_is_landed_and_counts(world: World, tmp_path: Path) -> None:
    delivered = _delivered(tmp_path)
    book = load_workbook(delivered)
    sheet = book["荣成市"]
    _fill(sheet, 2, "同一人", "甲某", SECOND, "户口簿")
    _fill(sheet, 3, "不是同一人", "甲某", "2026年7月1日")
    _fill(sheet, 4, "说不好", "甲某", SECOND)
    _fill(sheet, 5, "同一人", "甲某")  # no day
    world.inbox.joinpath("feedback").mkdir(parents=True)
    book.save(world.inbox / "feedback" / delivered.name)

    night, _ = world.land(SECOND)
    assert counts_of(night, FEED) == [(delivered.name, "荣成市", 5, 3, 1, 1, False)]
    assert night.read("landing/ledger").filter("refused").height == 0
    landed = night.read(f"landing/{FEED}").sort("row_no").select("review_id", "decision", "remark")
    assert landed.rows() == [
        ("R2026063000000001", "同一人", "户口簿"),
        ("R2026063000000002", "不同人", None),
        ("R2026063000000003", None, None),
    ]
    told = night.read(f"quarantine/{FEED}").sort("row_no").select("row_no", "reason_code", "row_refused").rows()
    assert told == [(3, "code_unknown", False), (4, "required_missing", True)]
    answers = _judged(night)
    assert answers.decisions.select("review_id", "decision").rows() == [
        ("R2026063000000001", "same"),
        ("R2026063000000002", "different"),
    ]
    assert answers.errors["reason_code"].to_list() == ["decision_missing"]
    night.save("identity/decision_errors", answers.errors)
    back = returned_answers(night).select("row_no", "review_id", "column").rows()
    assert back == [(3, "R2026063000000003", "结论"), (4, "", "核实日期")]


def test_a_list_with_titles_other_columns_and_another_order_is_read(world: World) -> None:
    header = ["乡镇", "核实日期", "结论", "核实人", "编制", "核实编号"]
    rows = [
        ["荣成市身份核实清单"],
        ["填报单位：荣成市民政局"],
        header,
        ["宁津街道", date(2026, 6, 30), "同一人", "甲某", "是", NUMBERS[0]],
        ["宁津街道", None, None, None, "否", NUMBERS[1]],
    ]
    world.write_workbook("feedback/身份核实_荣成市.xlsx", {"填写说明": [["请按表填写"]], "名单": rows})
    night, _ = world.land()
    assert counts_of(night, FEED) == [("身份核实_荣成市.xlsx", "名单", 2, 1, 0, 1, False)]
    assert _judged(night).decisions["review_id"].to_list() == [NUMBERS[0]]


def test_results_and_answers_about_identity_lie_side_by_side(world: World) -> None:
    results = ["预警编号", "核查日期", "核查人1", "核查人2", "核查结论"]
    world.write("feedback/民政_核查清单_2026-06-30.csv", results, [["W1", "2026-06-30", "甲", "乙", "51"]])
    world.write("feedback/identity_民政.csv", HEADER, [[NUMBERS[0], "同一人", "甲某", "2026-06-30", ""]])
    world.write("feedback/民政_身份核实清单.csv", HEADER, [[NUMBERS[1], "不同人", "乙某", "2026-06-30", ""]])
    world.write("feedback/identity_results.csv", results, [["W2", "2026-06-30", "甲", "乙", "51"]])
    world.write("feedback/教育_名单.csv", HEADER, [[NUMBERS[2], "不同人", "乙某", "2026-06-30", ""]])
    night, _ = world.land()
    assert night.read(f"landing/{RESULTS}")["warning_id"].to_list() == ["W1"]
    assert sorted(night.read(f"landing/{FEED}")["review_id"]) == list(NUMBERS[:2])
    refused = night.read("landing/ledger").filter("refused").select("feed", "file")
    assert sorted(refused.rows()) == [(FEED, "identity_results.csv"), (RESULTS, "教育_名单.csv")]


def test_an_answer_sent_again_corrected_replaces_and_a_second_person_adds(world: World) -> None:
    first = [[NUMBERS[0], "同一人", "甲某", "2026-06-30", ""], [NUMBERS[1], "同一人", "甲某", "2026-06-30", ""]]
    world.write("feedback/identity_1.csv", HEADER, first)
    world.land_and_seal(FIRST)
    second = [[NUMBERS[0], "不同人", "甲某", "2026-06-30", ""], [NUMBERS[1], "不同人", "乙某", "2026-07-01", ""]]
    world.write("feedback/identity_2.csv", HEADER, second)
    night, _ = world.land(SECOND)
    landed = night.read(f"landing/{FEED}").select("review_id", "decision", "decided_by").sort("review_id", "decided_by")
    assert landed.rows() == [
        (NUMBERS[0], "不同人", "甲某"),
        (NUMBERS[1], "不同人", "乙某"),
        (NUMBERS[1], "同一人", "甲某"),
    ]
    answers = _judged(night)
    assert dict(answers.decisions.select("review_id", "decision").iter_rows()) == dict.fromkeys(
        NUMBERS[:2], "different"
    )
    assert answers.errors.select("file", "reason_code").rows() == [
        ("identity_1.csv", "contradicted"),
        ("identity_2.csv", "contradicts"),
    ]
