"""Merged cells below the header: filled where they speak of every row, whatever the batches."""

from pathlib import Path

import numpy as np
import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.landing.files.headings import match_headings
from assets.landing.files.merged_cells import MergedCells
from assets.landing.files.sheet_parts import MERGES_SCHEMA
from assets.landing.files.sheets import Sheet
from assets.landing.files.workbooks import open_workbook
from assets.landing.options import LandingOptions
from assets.vocabulary.feeds import load_feeds

MEMBERS = load_feeds()["civil_affairs/members"]
PAYMENTS = load_feeds()["civil_affairs/payments"]
HEADER = ["家庭编号", "姓名", "身份证号", "与户主关系"]


def read(folder: Path, rows: list[list[object]], merged: list[str], feed=MEMBERS) -> list[tuple[str | None, ...]]:
    """The records of the only sheet of a workbook with merged cells."""
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    for region in merged:
        book.worksheets[0].merge_cells(region)
    book.save(folder / "a.xlsx")
    (sheet,) = open_workbook(folder / "a.xlsx", "xlsx", feed, folder / "scratch", LandingOptions())
    assert isinstance(sheet, Sheet)
    return [line for batch in sheet.batches() for line in batch.rows()]


def test_a_household_number_merged_over_its_members(tmp_path: Path) -> None:
    rows = [
        ["低保家庭成员表"],
        HEADER,
        ["H1", "甲", "1", "本人"],
        [None, "乙", "2", "配偶"],
        [None, "丙", "3", "子"],
        ["H2", "丁", "4", "本人"],
        [None, "戊", "5", "配偶"],
    ]
    found = read(tmp_path, rows, ["A1:D1", "A3:A5"])
    assert found == [
        ("H1", "甲", "1", "本人"),
        ("H1", "乙", "2", "配偶"),
        ("H1", "丙", "3", "子"),
        ("H2", "丁", "4", "本人"),
        # Not merged: nobody has said that the number is the same.
        (None, "戊", "5", "配偶"),
    ]


def test_cells_merged_to_the_right_and_both_ways(tmp_path: Path) -> None:
    rows = [HEADER, ["H1", "甲", None, "本人"], [None, "乙", "2", "配偶"], ["H2", "丙", "3", "子"]]
    assert read(tmp_path, rows, ["A2:A3", "B2:C2"])[0] == ("H1", "甲", "甲", "本人")


@pytest.mark.parametrize("note", ["A4:D4", "A4:C5"])
def test_a_note_over_most_columns_stays_in_its_cell(tmp_path: Path, note: str) -> None:
    rows = [HEADER, ["H1", "甲", "1", "本人"], ["H1", "乙", "2", "子"], ["填表人：丙"], [None, None, None, "x"]]
    assert read(tmp_path, rows, [note])[2:] == [("填表人：丙", None, None, None), (None, None, None, "x")]


def test_a_row_that_is_blank_but_for_a_merged_cell_stays_blank(tmp_path: Path) -> None:
    rows = [HEADER, ["H1", "甲", "1", "本人"], [], [None, "乙", "2", "子"]]
    assert read(tmp_path, rows, ["A2:A4"]) == [("H1", "甲", "1", "本人"), (None,) * 4, ("H1", "乙", "2", "子")]


def test_an_amount_merged_over_rows_is_one_amount(tmp_path: Path) -> None:
    header = ["发放年月", "家庭编号", "姓名", "身份证号", "救助类型", "应发金额", "实发金额", "发放状态"]
    rows = [
        header,
        ["202606", "H1", "甲", "1", "110", 300, None, "成功"],
        [None, None, "乙", "2", "110", None, None, "成功"],
    ]
    found = read(tmp_path, rows, ["A2:A3", "B2:B3", "F2:G2"], PAYMENTS)
    assert found[0] == ("202606", "H1", "甲", "1", "110", "300", "300", "成功")
    assert found[1] == ("202606", "H1", "乙", "2", "110", None, None, "成功")
    assert read(tmp_path / "..", rows, ["F2:F3"], PAYMENTS)[1][5] is None


def naive(grid: np.ndarray, regions: list[tuple[int, int, int, int]], top: int) -> list[tuple[str | None, ...]]:
    """Every cell of a region not taller than the table gets the text of its first cell; no columns, no batches."""
    filled = grid.copy()
    own = [any(text is not None for text in row) for row in grid]
    for first, last, left, right in regions:
        for row in range(first, last + 1):
            for place in range(left, right + 1):
                inside = top <= row < top + len(grid)
                if inside and own[row - top] and grid[row - top, place] is None:
                    filled[row - top, place] = grid[first - top, left]
    return [tuple(row) for row in filled]


@settings(max_examples=100, deadline=None)
@given(data=st.data(), sizes=st.lists(st.integers(1, 5), min_size=1, max_size=8))
def test_filling_is_the_same_for_all_batches(data: st.DataObject, sizes: list[int]) -> None:
    height, top = sum(sizes), 4
    regions, row = [], top
    while row < top + height:
        tall, wide, left = data.draw(st.integers(1, 6)), data.draw(st.integers(1, 2)), data.draw(st.integers(0, 2))
        regions.append((row, row + tall - 1, left, left + wide - 1))
        row += tall
    covered = {(r, p) for f, t, a, b in regions for r in range(f, t + 1) for p in range(a, b + 1)}
    anchors = {(first, left) for first, _, left, _ in regions}
    grid = np.full((height, 4), None, dtype=object)
    for row in range(top, top + height):
        for place in range(4):
            free = (row, place) not in covered or (row, place) in anchors
            if free and data.draw(st.booleans()):
                grid[row - top, place] = f"{row}.{place}"
    match = match_headings(HEADER, MEMBERS)
    frame = pl.DataFrame({f"c{place}": pl.Series(grid[:, place].tolist(), dtype=pl.String) for place in range(4)})
    merged = MergedCells(pl.DataFrame(regions, schema=MERGES_SCHEMA, orient="row"), match, MEMBERS, top)
    starts = np.cumsum([0, *sizes[:-1]]).tolist()
    found = [
        line for start, size in zip(starts, sizes, strict=True) for line in merged.fill(frame.slice(start, size)).rows()
    ]
    assert found == naive(grid, regions, top)
