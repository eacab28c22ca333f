"""The list of doubtful pairs: what it says, where it lies, what may be filled in; equal bytes."""

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from openpyxl import load_workbook

from assets.lake import Lake, Night
from assets.queues.identity.deliver import make_identity_review
from assets.queues.identity.rows import build_identity_review
from assets.vocabulary.feeds import code_tables, load_feeds
from assets.vocabulary.identity_words import DECISIONS, DECISIONS_FEED
from assets.vocabulary.tables import table_schema
from tests.unit.queues.review_world import NUMBERS, fill, persons, review

NIGHT = date(2026, 6, 30)
NAME = f"身份核实清单_{NIGHT}.xlsx"


@pytest.fixture
def night(tmp_path: Path) -> Night:
    made = Lake(tmp_path / "lake").night(NIGHT)
    fill(made)
    make_identity_review(made)
    return made


def _folder(night: Night) -> Path:
    return night.deliveries / "civil_affairs"


def _texts(path: Path, sheet: str) -> str:
    rows = load_workbook(path)[sheet].iter_rows(values_only=True)
    return " ".join(str(cell) for row in rows for cell in row if cell is not None)


def test_conclusions_are_the_code_table() -> None:
    assert list(code_tables()["identity_decision"]) == list(DECISIONS)


def test_comparisons_are_told_in_words_the_weightiest_first() -> None:
    table = build_identity_review(review(), persons(), NIGHT)
    told = dict(table.select("review_id", "comparisons").iter_rows())
    assert told[NUMBERS[0]] == [
        "姓名：读音相同，很像同一人",
        "shoe_size：same_foot，很不像同一人",
        "电话：不同，不太像同一人",
        "性别：相同，说明不了什么",
        "出生日期：一方没有",
    ]
    assert told[NUMBERS[1]] == []


def test_a_pair_lies_in_the_county_of_its_left_side_else_of_its_right() -> None:
    table = build_identity_review(review(), persons(), NIGHT)
    places = table.select("county_code", "county", "left_place", "right_place").rows()
    assert places == [
        ("371082", "荣成市", "荣成市", "环翠区"),
        ("371002", "环翠区", "", "环翠区"),
        (None, None, "", ""),
    ]
    assert table["left_feeds"].to_list()[0] == "民政 家庭成员、教育 学籍"
    assert table["left_feeds"].to_list()[2] == "police/unknown"


def test_a_sheet_and_a_file_a_county(night: Night) -> None:
    book = load_workbook(_folder(night) / NAME)
    assert book.sheetnames == ["填写说明", "未知县区", "环翠区", "荣成市"]
    files = sorted(path.name for path in (_folder(night) / "counties").iterdir())
    assert files == [
        f"身份核实清单_000000_未知县区_{NIGHT}.xlsx",
        f"身份核实清单_371002_环翠区_{NIGHT}.xlsx",
        f"身份核实清单_371082_荣成市_{NIGHT}.xlsx",
    ]
    assert load_workbook(_folder(night) / "counties" / files[2]).sheetnames == ["填写说明", "荣成市"]


def test_a_sheet_is_ready_to_read_and_fill_in(night: Night) -> None:
    sheet = load_workbook(_folder(night) / NAME)["荣成市"]
    headings = [str(cell.value) for cell in sheet[1]]
    feed = load_feeds()[DECISIONS_FEED]
    assert {column.headings[0] for column in feed.columns} <= set(headings)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C2", "$1:$1")
    row = dict(zip(headings, (cell.value for cell in sheet[2]), strict=True))
    assert (row["核实编号"], row["甲(脱敏)"]) == (NUMBERS[0], "王*明 371***********1238 1990年生")
    assert {row[column.headings[0]] for column in feed.columns if column.name != "review_id"} == {None}
    (validation,) = sheet.data_validations.dataValidation
    assert str(validation.formula1).strip('"').split(",") == ["同一人", "不同人", "撤销"]
    assert str(validation.sqref) == f"{sheet.cell(2, headings.index('结论') + 1).coordinate}"


def test_the_guide_says_how_to_fill_it_in_and_send_it_back(night: Night) -> None:
    text = _texts(_folder(night) / NAME, "填写说明")
    for words in ("共3对", "feedback", "以“身份核实”（或 identity）开头", "不能晚于交回的日期", "撤销", "荣成市 1"):
        assert words in text


def test_the_manifest_names_the_list_beside_what_stands_there(night: Night) -> None:
    path = _folder(night) / "manifest.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    assert {entry["file"]: entry["rows"] for entry in document["files"]}[NAME] == 3
    assert len(document["files"]) == 4


def test_a_night_without_a_pair_says_so(tmp_path: Path) -> None:
    night = Lake(tmp_path / "lake").night(NIGHT)
    fill(night, [])
    assert make_identity_review(night).height == 0
    assert load_workbook(_folder(night) / NAME).sheetnames == ["填写说明"]
    assert "今晚没有需要核实的人员" in _texts(_folder(night) / NAME, "填写说明")


def test_the_same_pairs_give_the_same_bytes(night: Night, tmp_path: Path) -> None:
    again = Lake(tmp_path / "again").night(NIGHT)
    fill(again)
    again.save("identity/review", review().reverse())
    make_identity_review(again)
    for path in _folder(night).rglob("*.*"):
        assert (_folder(again) / path.relative_to(_folder(night))).read_bytes() == path.read_bytes()


def test_answers_that_could_not_be_taken_go_back_with_the_next_list(tmp_path: Path) -> None:
    night = Lake(tmp_path / "lake").night(NIGHT)
    fill(night)
    at = {"feed": DECISIONS_FEED, "delivery": NIGHT, "file": "身份核实清单.xlsx", "sheet": "荣成市", "row_no": 4}
    cell = at | {"line_no": 5, "column": "decision", "reason_code": "code_unknown", "reason": "「结论」不在代码表里"}
    cell |= {"row_refused": False, "raw": "{}"}
    key = f"quarantine/{DECISIONS_FEED}"
    night.save(key, pl.DataFrame([cell], schema=table_schema(key)))
    landed = at | {"review_id": NUMBERS[0], "decision": None, "decided_by": "甲某", "decided_date": NIGHT}
    night.save(f"landing/{DECISIONS_FEED}", pl.DataFrame([landed], schema=table_schema(f"landing/{DECISIONS_FEED}")))
    make_identity_review(night)
    sheet = load_workbook(_folder(night) / NAME)["退回"]
    assert [cell.value for cell in sheet[1]][3] == "核实编号"
    told = ["身份核实清单.xlsx", "荣成市", "4", NUMBERS[0], "结论", "「结论」不在代码表里"]
    assert [cell.value for cell in sheet[2]] == told
    assert "有1处未能采用" in _texts(_folder(night) / NAME, "填写说明")
