"""Feedback that could not be taken goes back to its department: which file and row, why, and no raw value."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook

from assets.queues.deliveries import write_lists
from assets.vocabulary.warning_words import department_of_file
from tests.unit.queues.queue_world import details, no_returns, queue_of, returns_of
from tests.unit.warnings.world import START, World, answer, hit

WARNING = "W20260302000001"
SECRET = "13912345678"


def _refusal(file: str, **changes: Any) -> dict[str, Any]:
    row = {"feed": "feedback/results", "delivery": START, "file": file, "sheet": "荣成市", "row_no": 2}
    return row | {"warning_id": WARNING, "reason_code": "date_missing", "reason": "核查日期为空"} | changes


def _cell(file: str, **changes: Any) -> dict[str, Any]:
    row = _refusal(
        file, line_no=3, column="result_code", reason="「核查结论」不在代码表里", raw=SECRET, row_refused=False
    )
    return {name: value for name, value in row.items() if name != "warning_id"} | changes


def _sheet(file: str, sheet: str, *, refused: bool, delivery: date = START) -> dict[str, Any]:
    counts = dict.fromkeys(
        ("bytes", "rows_read", "rows_loaded", "rows_quarantined", "rows_set_aside", "cells_marked"), 0
    )
    row = {
        "delivery": delivery,
        "feed": "feedback/results",
        "file": file,
        "sheet": sheet,
        "sha256": "",
        "format": "xlsx",
    }
    return (
        row | counts | {"encoding": "", "refused": refused, "reason": "打不开" if refused else None, "carried": False}
    )


def _returned(department: str = "civil_affairs", **tables: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    return returns_of(department, **tables).rows()


def test_refused_answers_and_unreadable_cells_are_told_by_row() -> None:
    rows = _returned(
        errors=[_refusal("民政_1.xlsx")],
        cells=[_cell("民政_1.xlsx"), _cell("民政_1.xlsx", row_no=9)],
        landed=[
            answer(WARNING, None, START) | {"delivery": START, "file": "民政_1.xlsx", "sheet": "荣成市", "row_no": 2}
        ],
    )
    assert rows == [
        ("民政_1.xlsx", "荣成市", 2, WARNING, "", "核查日期为空"),
        ("民政_1.xlsx", "荣成市", 2, WARNING, "核查结论", "「核查结论」不在代码表里"),
        ("民政_1.xlsx", "荣成市", 9, "", "核查结论", "「核查结论」不在代码表里"),
    ]


@pytest.mark.parametrize(
    ("file", "department"),
    [
        ("民政_1.xlsx", "civil_affairs"),
        ("Civil_Affairs.XLSX", "civil_affairs"),
        ("civil_affairs荣成.csv", "civil_affairs"),
        ("医保.csv", "medical_insurance"),
        ("housing_1.csv", "housing"),
        ("housings.csv", None),
        ("results.xlsx", None),
    ],
)
def test_a_file_belongs_to_the_department_that_its_name_begins_with(file: str, department: str | None) -> None:
    assert pl.select(department_of_file(pl.lit(file))).item() == department
    for asked in ("civil_affairs", "medical_insurance", "housing"):
        rows = _returned(asked, errors=[_refusal(file)], cells=[_cell(file)])
        assert len(rows) == (2 if asked == department else 0)


def test_earlier_nights_are_not_told_again() -> None:
    earlier = START - timedelta(days=1)
    ledger = [_sheet("民政_1.xlsx", "", refused=True, delivery=earlier)]
    assert _returned(cells=[_cell("民政_1.xlsx", delivery=earlier)], ledger=ledger) == []


def test_a_file_that_was_refused_whole_is_told_and_a_cover_sheet_is_not() -> None:
    ledger = [
        _sheet("民政_1.xlsx", "说明", refused=True),
        _sheet("民政_1.xlsx", "荣成市", refused=False),
        _sheet("民政_2.xlsx", "", refused=True),
    ]
    assert _returned(ledger=ledger) == [("民政_2.xlsx", "", None, "", "", "打不开")]


@pytest.mark.parametrize("typed", [SECRET, "欧阳小明", "W1", None])
def test_what_is_no_warning_number_is_not_repeated(typed: str | None) -> None:
    ((*_, number, _, _),) = _returned(errors=[_refusal("民政_1.xlsx", warning_id=typed)])
    assert number == ""


def test_the_workbook_has_the_sheet_only_where_something_is_returned(tmp_path: Path) -> None:
    world = World()
    world.step([hit("YB01", "H1", "P1", facts="{}")])
    returned = returns_of("civil_affairs", [_refusal("民政_1.xlsx")], [_cell("民政_1.xlsx")])
    for name, rows in (("with", returned), ("without", no_returns())):
        write_lists(
            tmp_path / name, "civil_affairs", queue_of(world, "civil_affairs"), details(), rows, night=world.night
        )
    name = "civil_affairs/民政_核查清单_2026-03-02.xlsx"
    assert load_workbook(tmp_path / "without" / name).sheetnames == ["说明", "荣成市"]
    book = load_workbook(tmp_path / "with" / name)
    assert book.sheetnames == ["说明", "退回", "荣成市"]
    header, *told = book["退回"].iter_rows(values_only=True)
    assert header == ("文件", "工作表", "行号(不含表头)", "预警编号", "栏目", "原因")
    assert told == [
        ("民政_1.xlsx", "荣成市", "2", "", "核查结论", "「核查结论」不在代码表里"),
        ("民政_1.xlsx", "荣成市", "2", WARNING, "", "核查日期为空"),
    ]
    cover = " ".join(str(row[0]) for row in book["说明"].iter_rows(values_only=True))
    assert "有2处未能采用" in cover
    county = load_workbook(tmp_path / "with" / "civil_affairs" / "counties" / "民政_371082_荣成市.xlsx")
    assert county.sheetnames == ["说明", "荣成市"]
