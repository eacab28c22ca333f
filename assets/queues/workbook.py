"""One Excel workbook of a list: the cover sheet, then one sheet a county, to print, filter, fill in, send back.

What belongs here: cells, formats and print settings. What does not: what the rows say (listing, cover) and where files
lie (deliveries). Rows are written one by one and flushed, so that memory stays the same for any number of rows.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from assets.queues.cover import Cover
from assets.queues.listing import COLUMNS, NUMBER_HEADING, feedback_heading
from assets.queues.returned import RETURNED_COLUMNS, RETURNED_SHEET
from assets.queues.styles import CELL, HEADER, HEADING, PLAIN, TEXT, TITLE, WRAPPED, new_workbook, print_setup

COVER_SHEET = "说明"
SHEET_NAME_LENGTH = 31
TIER_COLOURS = {"红": "#F4B6B6", "橙": "#F9D2A4", "黄": "#FFF1A8", "蓝": "#BBD7F0"}
# The cover's tables: title, headings, and over how many of the sheet's narrow columns each heading goes.
COVER_COLUMNS = 12
_COVER_TABLES: tuple[tuple[str, tuple[str, ...], tuple[int, ...]], ...] = (
    ("预警等级与期限", ("等级", "含义", "签收期限", "反馈期限"), (1, 4, 2, 2)),
    ("核查结论（可在“核查结论”栏下拉选择，也可填代码）", ("代码", "核查结论", "后续处理", "要求"), (1, 3, 6, 2)),
    ("各县(市、区)条数", ("县(市、区)", "红", "橙", "黄", "蓝", "合计"), (2, 1, 1, 1, 1, 1)),
)


def safe_name(text: str) -> str:
    """The text without what neither a sheet's nor a file's name may hold."""
    return re.sub(r"[\[\]:*?/\\'\"<>|\s]", "", text)[:SHEET_NAME_LENGTH] or "未命名"


def sheet_names(counties: Sequence[tuple[str, str]]) -> list[str]:
    """A sheet name for each (county_code, county): the name, with the code behind it where two counties share it."""
    names = [safe_name(county) for _, county in counties]
    return [
        name
        if names.count(name) == 1 and name not in (COVER_SHEET, RETURNED_SHEET)
        else f"{name[: SHEET_NAME_LENGTH - 7]}_{code}"
        for name, (code, _) in zip(names, counties, strict=True)
    ]


class ListWorkbook:
    """A workbook being written. The same content gives the same bytes: its creation date is the night."""

    def __init__(self, path: Path, title: str, night: date) -> None:
        self._workbook = new_workbook(path, title, night)
        self._formats = {
            "title": self._format(TITLE),
            "heading": self._format(HEADING),
            "plain": self._format(PLAIN),
            "header": self._format(HEADER),
            "text": self._format(TEXT),
            "wrapped": self._format(WRAPPED),
            "date": self._format(CELL | {"num_format": "yyyy-mm-dd", "align": "center"}),
            "answer": self._format(CELL | {"bg_color": "#FFFBE6", "text_wrap": True, "num_format": "@"}),
            "answer_date": self._format(CELL | {"bg_color": "#FFFBE6", "num_format": "yyyy-mm-dd"}),
        } | {
            tier: self._format(CELL | {"bg_color": colour, "bold": True, "align": "center"})
            for tier, colour in TIER_COLOURS.items()
        }
        self._result_cells = ""

    def _format(self, properties: dict[str, object]) -> Format:
        return self._workbook.add_format(properties)

    def close(self) -> None:
        self._workbook.close()

    def add_cover(self, cover: Cover) -> None:
        """The sheet 说明; must be the first."""
        sheet = self._workbook.add_worksheet(COVER_SHEET)
        sheet.hide_gridlines(2)
        sheet.set_column(0, COVER_COLUMNS - 1, 10)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, cover.title, self._formats["title"])
        for number, line in enumerate(cover.lines, start=1):
            sheet.set_row(number, 20)
            sheet.merge_range(number, 0, number, COVER_COLUMNS - 1, line, self._formats["plain"])
        row = len(cover.lines) + 2
        for (title, headings, spans), rows in zip(
            _COVER_TABLES, (cover.tiers, cover.results, cover.counts), strict=True
        ):
            if rows is cover.results:
                self._result_cells = f"='{COVER_SHEET}'!$B${row + 3}:$B${row + 2 + len(rows)}"
            row = self._cover_table(sheet, row, title, [headings, *rows], spans)
        print_setup(sheet)

    def _cover_table(
        self, sheet: Worksheet, row: int, title: str, rows: Sequence[Sequence[str | int]], spans: Sequence[int]
    ) -> int:
        """Write a small table, its headings first, and give the row where the next one begins."""
        if len(rows) == 1:
            return row
        sheet.write_string(row, 0, title, self._formats["heading"])
        for offset, values in enumerate(rows, start=row + 1):
            sheet.set_row(offset, 18)
            column = 0
            for value, span in zip(values, spans, strict=True):
                name = "header" if offset == row + 1 else str(value) if value in TIER_COLOURS else "text"
                _spanned(sheet, (offset, column, span), value, self._formats[name])
                column += span
        return row + len(rows) + 2

    def add_returned(self, rows: pl.DataFrame) -> None:
        """The sheet 退回: feedback that could not be taken; `rows` are those of returned_feedback."""
        sheet = self._workbook.add_worksheet(RETURNED_SHEET)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, rows.height, len(RETURNED_COLUMNS) - 1)
        for place, (heading, width) in enumerate(RETURNED_COLUMNS):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, self._formats["header"])
        for number, values in enumerate(rows.iter_rows(), start=1):
            for place, value in enumerate(values):
                sheet.write_string(number, place, "" if value is None else str(value), self._formats["wrapped"])
        print_setup(sheet)

    def add_list(self, name: str, rows: pl.DataFrame) -> None:
        """One county's sheet: header frozen and repeated in print, filter, drop-down of results, coloured tiers."""
        sheet = self._workbook.add_worksheet(name)
        headings = [NUMBER_HEADING, *[column.heading for column in COLUMNS]]
        sheet.set_column(0, 0, 5)
        for place, column in enumerate(COLUMNS, start=1):
            sheet.set_column(place, place, column.width)
        sheet.freeze_panes(1, 2)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, rows.height, len(headings) - 1)
        result = headings.index(feedback_heading("result_code"))
        sheet.data_validation(1, result, max(rows.height, 1), result, self._drop_down())
        sheet.set_row(0, 32)
        sheet.write_row(0, 0, headings, self._formats["header"])
        heights = rows["row_height"].to_list()
        for number, values in enumerate(rows.select(headings[1:]).iter_rows(), start=1):
            sheet.set_row(number, heights[number - 1])
            self._write_row(sheet, number, values)
        print_setup(sheet)

    def _drop_down(self) -> dict[str, object]:
        return {
            "validate": "list",
            "source": self._result_cells,
            "error_type": "warning",
            "error_title": "核查结论",
            "error_message": "请从列表中选择，或填写“说明”页中的两位代码。",
        }

    def _write_row(self, sheet: Worksheet, number: int, values: Sequence[str | date]) -> None:
        sheet.write_number(number, 0, number, self._formats["text"])
        for place, (column, value) in enumerate(zip(COLUMNS, values, strict=True), start=1):
            if column.kind == "answer":
                first = column.heading == feedback_heading("verified_date")
                sheet.write_blank(number, place, None, self._formats["answer_date" if first else "answer"])
            elif column.kind == "date":
                sheet.write_datetime(number, place, value, self._formats["date"])
            elif column.kind == "tier":
                sheet.write_string(number, place, str(value), self._formats[str(value)])
            else:
                sheet.write_string(number, place, str(value), self._formats[column.kind])


def _spanned(sheet: Worksheet, place: tuple[int, int, int], value: str | int, cell_format: Format) -> None:
    """Write a value at (row, column) over so many columns."""
    row, column, span = place
    if span == 1:
        sheet.write(row, column, value, cell_format)
    else:
        sheet.merge_range(row, column, row, column + span - 1, value, cell_format)


def write_workbook(
    path: Path, cover: Cover, rows: pl.DataFrame, night: date, returned: pl.DataFrame | None = None
) -> None:
    """Write the cover, what is returned where there is any, and one sheet a county to a file.

    `rows` are those of list_rows and `returned` those of returned_feedback, possibly none.
    """
    workbook = ListWorkbook(path, cover.title, night)
    workbook.add_cover(cover)
    if returned is not None and returned.height:
        workbook.add_returned(returned)
    counties = rows.select("county_code", "county").unique().sort("county_code", "county").rows()
    for (code, county), name in zip(counties, sheet_names(counties), strict=True):
        workbook.add_list(name, rows.filter((pl.col("county_code") == code) & (pl.col("county") == county)))
    workbook.close()
