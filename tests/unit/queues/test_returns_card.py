"""The figures of the quality card, from guard tables written by hand."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import polars as pl
import pytest
from openpyxl import load_workbook

from assets.lake import Lake, Night
from assets.queues.returns.alerts import all_alerts, few_of_each_kind
from assets.queues.returns.card import write_card
from assets.queues.returns.counting import count_returns, summary_rows
from assets.queues.returns.figures import TREND_NIGHTS, CardFigures, card_figures
from assets.queues.returns.sent import Sent, sent_tonight
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.tables import empty, table_schema

NIGHT = date(2026, 6, 30)
SETTLEMENTS, ENROLMENT = "medical_insurance/settlements", "medical_insurance/enrolment"
SHARED = ("ledger", "feed_ages", "volumes", "quality", "drift", "replaced")


def _row(key: str, **values: Any) -> dict[str, Any]:
    """A row of a table: what is not given is 0, false, empty or null."""
    defaults = {pl.Int64: 0, pl.Boolean: False, pl.String: "", pl.Float64: None, pl.Date: NIGHT}
    row = {name: defaults.get(dtype.base_type()) for name, dtype in table_schema(key).items()}
    assert values.keys() <= row.keys()
    return row | values


def _night(root: Path, **tables: list[dict[str, Any]]) -> Night:
    """A night that holds these landing tables, and empty ones besides."""
    night = Lake(root / "lake").night(NIGHT)
    for name in SHARED:
        key = f"landing/{name}"
        rows = [_row(key, **row) for row in tables.get(name, [])]
        night.save(key, pl.DataFrame(rows, schema=table_schema(key)))
    for feed in load_feeds():
        night.save(f"quarantine/{feed}", empty(f"quarantine/{feed}"))
    return night


def _sent(night: Night) -> Sent:
    return sent_tonight(night, "medical_insurance", night.read("landing/ledger"))


def _figures(night: Night) -> CardFigures:
    sent = _sent(night)
    return card_figures(sent, night.read("landing/ledger"), count_returns(sent))


def _volume(**values: Any) -> dict[str, Any]:
    row = {"feed": SETTLEMENTS, "delivery": NIGHT, "division_code": "371082", "rows": 38, "usual_rows": 100.0}
    return row | {"ratio": 0.38, "bound": "stop"} | values


FRESH = [{"feed": feed, "state": "fresh", "delivery": NIGHT} for feed in (SETTLEMENTS, ENROLMENT)]

VOLUMES = [
    ({}, "红", "荣成市 医保结算：比往次少62%（今晚38行，往次约100行）。"),
    ({"rows": 0, "ratio": 0.0}, "红", "荣成市 医保结算：一行也没有（今晚0行，往次约100行）。"),
    ({"accepted": True}, "黄", "荣成市 医保结算：比往次少62%（今晚38行，往次约100行），已由值班人员确认属实。"),
    ({"bound": "warn", "rows": 140, "ratio": 1.4}, "黄", "荣成市 医保结算：比往次多40%（今晚140行，往次约100行）。"),
    ({"division_code": ""}, "红", "医保结算：比往次少62%（今晚38行，往次约100行）。"),
    ({"division_code": "999999"}, "红", "999999 医保结算：比往次少62%（今晚38行，往次约100行）。"),
]


@pytest.mark.parametrize(("values", "colour", "text"), VOLUMES)
def test_volumes_in_words(tmp_path: Path, values: dict[str, Any], colour: str, text: str) -> None:
    night = _night(tmp_path, volumes=[_volume(**values)], feed_ages=FRESH)
    assert [(alert.verdict, alert.text) for alert in all_alerts(_sent(night))] == [(colour, text)]
    assert _figures(night).verdict == colour


@pytest.mark.parametrize(
    "values",
    [
        {"bound": "ok"},
        {"bound": "first", "usual_rows": None, "ratio": None},
        {"delivery": NIGHT - timedelta(days=1)},
        {"feed": "education/aid"},
    ],
)
def test_what_is_usual_or_another_nights_or_departments_is_no_alert(tmp_path: Path, values: dict[str, Any]) -> None:
    night = _night(tmp_path, volumes=[_volume(**values)], feed_ages=FRESH)
    assert all_alerts(_sent(night)) == []
    assert _figures(night).verdict == "绿"


def test_unreadable_ids_are_told_with_the_usual_share(tmp_path: Path) -> None:
    alarm = {"feed": ENROLMENT, "night": NIGHT, "file": "enrolment.csv", "alarm": True, "malformed_share": 0.125}
    night = _night(tmp_path, quality=[alarm | {"usual_share": 0.01}], feed_ages=FRESH)
    (alert,) = all_alerts(_sent(night))
    assert alert.text == "医保参保：文件“enrolment.csv”有12.5%的证件号读不出来，往常约1.0%，请检查导出设置。"
    first = _night(tmp_path / "first", quality=[alarm], feed_ages=FRESH)
    assert "往常" not in all_alerts(_sent(first))[0].text


def test_many_alerts_of_a_kind_are_counted_and_still_mark_their_feeds(tmp_path: Path) -> None:
    counties = [_volume(division_code=f"3710{number:02}", bound="warn") for number in range(20, 27)]
    night = _night(tmp_path, volumes=[*counties, _volume(feed=ENROLMENT, bound="warn", ratio=0.9)], feed_ages=FRESH)
    found = all_alerts(_sent(night))
    assert len(found) == 8
    shown = few_of_each_kind(found)
    assert [alert.text for alert in shown][-1] == "行数异常另有4处，见退回清单。"
    assert len(shown) == 5
    assert dict(_figures(night).feeds.select("feed", "verdict").iter_rows()) == {ENROLMENT: "黄", SETTLEMENTS: "黄"}


def test_a_line_a_feed_tonights_or_the_last_delivery(tmp_path: Path) -> None:
    last = NIGHT - timedelta(days=9)
    counts = {"rows_read": 10, "rows_loaded": 8, "rows_quarantined": 2}
    ledger = [
        counts
        | {"feed": SETTLEMENTS, "file": "settlements_1.csv", "cells_marked": 1, "ids_filled": 8, "ids_malformed": 2},
        counts | {"feed": SETTLEMENTS, "file": "settlements_0.csv", "delivery": last, "carried": True},
        counts | {"feed": ENROLMENT, "file": "enrolment.csv", "delivery": last, "carried": True},
        counts | {"feed": ENROLMENT, "file": "enrolment_0.csv", "delivery": last - timedelta(days=1), "carried": True},
    ]
    ages = [FRESH[0], {"feed": ENROLMENT, "state": "stale", "delivery": last}]
    volumes = [_volume(division_code="", bound="ok", ratio=1.04, rows=10)]
    figures = _figures(_night(tmp_path, ledger=ledger, feed_ages=ages, volumes=volumes))
    columns = [
        "title",
        "state",
        "delivery",
        "tonight",
        "rows_read",
        "rows_quarantined",
        "id_share",
        "compared",
        "verdict",
    ]
    assert figures.feeds.select(columns).rows() == [
        ("医保参保", "stale", last, False, 10, 2, None, "", "红"),
        ("医保结算", "fresh", NIGHT, True, 10, 2, 0.25, "多 4%", "黄"),
    ]
    before = "".join(f"上次退回的2行尚未更正，见{night}的退回清单。" for night in (last - timedelta(days=1), last))
    tonight = "今晚收到1项数据（1个文件）、共10行，采用8行，退回2行；采用的行里有1格待核。"
    assert figures.sentence == tonight + before


COMPARED = [(0.38, "少 62%"), (1.0, "持平"), (1.004, "持平"), (1.5, "多 50%"), (None, "首次"), (0.01, "更正")]


@pytest.mark.parametrize(("ratio", "words"), COMPARED)
def test_rows_compared_in_words(tmp_path: Path, ratio: float | None, words: str) -> None:
    bound = {"首次": "first", "更正": "mends"}.get(words, "ok")
    night = _night(tmp_path, volumes=[_volume(division_code="", ratio=ratio, bound=bound)], feed_ages=FRESH)
    assert dict(_figures(night).feeds.select("feed", "compared").iter_rows())[SETTLEMENTS] == words


def test_the_trend_is_of_all_files_of_the_department_by_night(tmp_path: Path) -> None:
    nights = [NIGHT - timedelta(days=number) for number in range(TREND_NIGHTS + 5)]
    rows = [
        {"feed": SETTLEMENTS, "night": night, "file": "a", "rows_read": 100, "rows_quarantined": 5} for night in nights
    ]
    rows += [{"feed": ENROLMENT, "night": NIGHT, "file": "b", "rows_read": 100, "ids_filled": 50, "ids_malformed": 5}]
    rows += [{"feed": "education/aid", "night": NIGHT, "file": "c", "rows_read": 100, "rows_quarantined": 100}]
    night = _night(tmp_path, quality=rows, feed_ages=FRESH)
    trend = _figures(night).trend
    assert trend.height == TREND_NIGHTS
    assert trend.row(-1) == (NIGHT, 0.025, 0.1)
    assert trend.row(0) == (NIGHT - timedelta(days=TREND_NIGHTS - 1), 0.05, None)


def test_the_card_is_one_upright_page_with_a_native_chart(tmp_path: Path) -> None:
    rows = [{"feed": SETTLEMENTS, "night": NIGHT, "file": "a", "rows_read": 100, "rows_quarantined": 5}]
    night = _night(tmp_path, quality=rows, feed_ages=FRESH, volumes=[_volume()])
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    for path in (first, second):
        write_card(path, _figures(night))
    assert first.read_bytes() == second.read_bytes()
    with ZipFile(first) as archive:
        assert "xl/charts/chart1.xml" in archive.namelist()
    book = load_workbook(first)
    sheet = book["质量卡"]
    assert book.sheetnames == ["质量卡", "趋势"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("portrait", 9)
    # One page each way is the format's default and need not be written.
    assert {sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight} <= {None, 1}
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet["A2"].value == "红 须尽快处理"
    assert sheet["A2"].fill.fgColor.rgb == "FFF4B6B6"
    assert [cell.value for cell in book["趋势"][2]] == ["06-30", 0.05, None]


def test_the_summary_puts_whole_files_first_then_the_most_frequent_fault_of_each_sheet(tmp_path: Path) -> None:
    row = {"department": "medical_insurance", "sheet": "", "reason": "错", "cure": "改"}
    fault = row | {"feed": SETTLEMENTS, "file": "b.csv"}
    counts = [
        fault | {"heading": "甲", "reason_code": "x", "rows": 1},
        fault | {"heading": "乙", "reason_code": "x", "rows": 9},
        row | {"feed": ENROLMENT, "file": "z.csv", "heading": "甲", "reason_code": "x", "rows": 3},
        fault | {"heading": "", "sheet": "说明", "reason_code": "sheet_refused"},
        row | {"feed": "medical_insurance", "file": "名单.pdf", "reason_code": "file_unrecognised"},
    ]
    schema = table_schema("queues/returns")
    frame = pl.DataFrame([_row("queues/returns", **{"first_line": 2, **values}) for values in counts], schema=schema)
    rows = summary_rows(frame)
    assert rows.select("文件", "栏目", "行数").rows() == [
        ("名单.pdf", "", None),
        ("b.csv", "", None),
        ("z.csv", "甲", 3),
        ("b.csv", "乙", 9),
        ("b.csv", "甲", 1),
    ]
    assert rows["数据"].to_list() == ["未识别的数据", "医保结算", "医保参保", "医保结算", "医保结算"]
