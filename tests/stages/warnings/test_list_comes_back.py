"""A list that went out is filled in by hand, lands as feedback, and is taken: the same file both ways."""

from datetime import date
from pathlib import Path

import polars as pl
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from assets.lake import Lake
from assets.landing.deliver import land_feed
from assets.landing.inbox import read_inbox
from assets.queues.deliveries import write_lists
from assets.vocabulary.feeds import load_feeds
from tests.unit.queues.queue_world import details, no_returns, queue_of, returns_of
from tests.unit.warnings.world import World, hit

FEEDBACK = load_feeds()["feedback/results"]
HITS = [hit("YB01", f"H{n}", f"P{n}", facts="{}") for n in range(1, 5)]


def _fill(sheet: Worksheet, row: int, result: str, day: date) -> None:
    places = {str(cell.value): cell.column for cell in sheet[1]}
    written = {"核查日期": day, "核查人1": "甲某", "核查人2": "乙某", "核查结论": result, "救助金额": "500"}
    for heading, value in written.items():
        sheet.cell(row, places[heading]).value = value


def test_a_list_filled_in_is_landed_and_taken(tmp_path: Path) -> None:
    world = World()
    world.step(HITS)
    write_lists(tmp_path, "civil_affairs", queue_of(world, "civil_affairs"), details(), no_returns(), night=world.night)
    delivered = tmp_path / "civil_affairs" / "counties" / "民政_371082_荣成市.xlsx"
    book = load_workbook(delivered)
    for row, result in {2: "已给予临时救助", 3: "51", 4: "胡写"}.items():
        _fill(book["荣成市"], row, result, date(2026, 3, 3))
    returned = tmp_path / "inbox" / "feedback" / delivered.name
    returned.parent.mkdir(parents=True)
    book.save(returned)

    night = Lake(tmp_path / "lake").night(date(2026, 3, 3))
    land_feed(FEEDBACK, read_inbox(tmp_path / "inbox").of_feed(FEEDBACK.key), night)
    landed = night.read("landing/feedback/results")
    answers = landed.filter(pl.col("verified_date").is_not_null())
    assert answers["result_code"].to_list() == ["21", "51", None]

    world.step(HITS, answers.drop("delivery").rows(named=True))
    assert world.errors.filter(pl.col("reason_code") != "not_answered")["reason_code"].to_list() == ["result_unknown"]
    assert world.ledger["state"].to_list() == ["verified", "suppressed", "ongoing", "ongoing"]


def test_the_sheet_of_what_was_returned_is_no_feedback_when_the_workbook_comes_back(tmp_path: Path) -> None:
    world = World()
    world.step(HITS)
    refusal = {"feed": FEEDBACK.key, "delivery": world.night, "file": "民政_1.xlsx", "sheet": "", "row_no": 1}
    refusal |= {"warning_id": "W20260302000001", "reason_code": "date_missing", "reason": "核查日期为空"}
    returned = returns_of("civil_affairs", [refusal])
    write_lists(tmp_path, "civil_affairs", queue_of(world, "civil_affairs"), details(), returned, night=world.night)
    delivered = tmp_path / "civil_affairs" / "民政_核查清单_2026-03-02.xlsx"
    book = load_workbook(delivered)
    assert "退回" in book.sheetnames
    _fill(book["荣成市"], 2, "51", date(2026, 3, 3))
    target = tmp_path / "inbox" / "feedback" / delivered.name
    target.parent.mkdir(parents=True)
    book.save(target)

    night = Lake(tmp_path / "lake").night(date(2026, 3, 3))
    ledger = land_feed(FEEDBACK, read_inbox(tmp_path / "inbox").of_feed(FEEDBACK.key), night)
    assert ledger.filter(pl.col("rows_read") > 0)["sheet"].to_list() == ["荣成市"]
    landed = night.read("landing/feedback/results")
    assert landed.filter(pl.col("result_code") == "51")["sheet"].to_list() == ["荣成市"]
    assert landed.filter(pl.col("sheet") == "退回").is_empty()
