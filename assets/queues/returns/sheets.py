"""The workbook of a returned list: 说明, 汇总, 明细, 表头变化, 重复与冲突, to read, filter and print.

What belongs here: cells, formats, widths. What does not: what the rows say (counting, changes) and where files lie
(deliver). Everything that a sender wrote is written as text, never as a formula.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path

import polars as pl
from xlsxwriter.worksheet import Worksheet

from assets.queues.returns import words
from assets.queues.styles import A4, CELL, HEADER, HEADING, PLAIN, TEXT, TITLE, WRAPPED, new_workbook, print_setup

_TREATMENT_COLOURS = {
    words.WHOLE_FILE: "#F4B6B6",
    words.WHOLE_SHEET: "#F4B6B6",
    words.WHOLE_ROW: "#F9D2A4",
    words.ONE_CELL: "#FFF1A8",
    words.KEPT_CELL: "#BBD7F0",
}
# Width in characters of a column by its heading; texts in wide columns are left aligned.
_WIDTHS: dict[str, float] = {"文件": 28, "未采用的文件": 28, "以此为准的文件": 28, "数据": 18, "填报内容(已遮盖)": 20}
_WIDTHS |= {"原因": 34, "怎样更正": 34, "说明": 34, "怎样处理": 34, "不一致的栏目": 30, "处理": 14, "栏目": 16}
_WIDTHS |= {"本次列名": 20, "上次列名": 20, "标准栏目": 16, "工作表": 12, "工作表(准)": 12}
_USUAL_WIDTH = 9.0
_LEFT_FROM = 16.0
_GUIDE_WIDTH = 110
_LINE_POINTS, _PADDING_POINTS, _TALLEST_ROW = 14.5, 5.0, 409.0


@dataclass(frozen=True)
class TableSheet:
    """A sheet with one table: `note` stands below the rows where there is one; an empty table says that it is."""

    name: str
    rows: pl.DataFrame
    note: str = ""


class ReturnedBook:
    """A workbook being written sheet by sheet; the same content gives the same bytes."""

    def __init__(self, path: Path, title: str, night: date) -> None:
        self._book = new_workbook(path, title, night)
        kinds = {"title": TITLE, "heading": HEADING, "plain": PLAIN, "header": HEADER, "text": TEXT, "wrapped": WRAPPED}
        kinds |= {word: TEXT | {"bg_color": colour} for word, colour in _TREATMENT_COLOURS.items()}
        kinds |= {"number": CELL | {"num_format": "#,##0", "align": "center"}}
        self._formats = {name: self._book.add_format(properties) for name, properties in kinds.items()}

    def close(self) -> None:
        self._book.close()

    def add_guide(self, title: str, lines: Sequence[str]) -> None:
        """The sheet 说明: a title, lines of text, and what the words of the column 处理 mean."""
        sheet = self._book.add_worksheet("说明")
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, _GUIDE_WIDTH - 18)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, title, self._formats["title"])
        for number, line in enumerate(lines, start=1):
            sheet.set_row(number, _height(line, _GUIDE_WIDTH))
            sheet.merge_range(number, 0, number, 1, line, self._formats["plain"])
        row = len(lines) + 2
        sheet.write_string(row, 0, "“处理”一栏的意思", self._formats["heading"])
        for offset, (word, meaning) in enumerate(words.TREATMENTS, start=row + 1):
            sheet.set_row(offset, max(20, _height(meaning, _GUIDE_WIDTH - 18)))
            sheet.write_string(offset, 0, word, self._formats[word])
            sheet.write_string(offset, 1, meaning, self._formats["wrapped"])
        print_setup(sheet, A4)

    def add_table(self, table: TableSheet) -> None:
        """A sheet with one table, its header frozen, filtered and repeated in print."""
        sheet = self._new_sheet(table.name, table.rows.columns)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, table.rows.height, table.rows.width - 1)
        below = self._write_table(sheet, 0, table.rows)
        if table.note:
            sheet.write_string(below, 0, table.note, self._formats["heading"])
        print_setup(sheet, A4)

    def add_tables(self, name: str, tables: Sequence[TableSheet]) -> None:
        """A sheet with several tables one below the other, each under its name."""
        widest = max(tables, key=lambda table: table.rows.width)
        sheet = self._new_sheet(name, widest.rows.columns)
        row = 0
        for table in tables:
            sheet.write_string(row, 0, table.name, self._formats["heading"])
            row = self._write_table(sheet, row + 1, table.rows)
            if table.note:
                sheet.write_string(row, 0, table.note, self._formats["heading"])
            row += 2
        print_setup(sheet, A4)

    def _new_sheet(self, name: str, headings: Sequence[str]) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        for place, heading in enumerate(headings):
            sheet.set_column(place, place, _WIDTHS.get(heading, _USUAL_WIDTH))
        return sheet

    def _write_table(self, sheet: Worksheet, row: int, rows: pl.DataFrame) -> int:
        """Header and rows from a row on; gives the row below. Slice by slice: Python objects of few rows at a time."""
        sheet.set_row(row, 32)
        sheet.write_row(row, 0, rows.columns, self._formats["header"])
        if rows.is_empty():
            sheet.write_string(row + 1, 0, words.NONE_OF_THIS, self._formats["plain"])
            return row + 2
        usual = ["wrapped" if _WIDTHS.get(name, 0) >= _LEFT_FROM else "text" for name in rows.columns]
        for part in rows.iter_slices(10_000):
            for height, values in zip(_heights(part), part.iter_rows(), strict=True):
                row += 1
                sheet.set_row(row, height)
                for place, value in enumerate(values):
                    self._write_cell(sheet, (row, place), value, usual[place])
        return row + 1

    def _write_cell(self, sheet: Worksheet, place: tuple[int, int], value: str | int | None, usual: str) -> None:
        if isinstance(value, int):
            sheet.write_number(*place, value, self._formats["number"])
        elif not value:
            sheet.write_blank(*place, None, self._formats[usual])
        else:
            sheet.write_string(*place, value, self._formats[value if value in _TREATMENT_COLOURS else usual])


def _heights(rows: pl.DataFrame) -> list[float]:
    """Points that show each row in full: in UTF-8 a Chinese character has three bytes and is two columns wide."""
    texts = [name for name, dtype in rows.schema.items() if dtype == pl.String]
    wide = {name: (pl.col(name).str.len_bytes() + pl.col(name).str.len_chars()) / 2 for name in texts}
    lines = [(columns / (_WIDTHS.get(name, _USUAL_WIDTH) * 1.05)).ceil() for name, columns in wide.items()]
    points = pl.max_horizontal(pl.lit(1.0), *lines) * _LINE_POINTS + _PADDING_POINTS
    return rows.select(points.clip(upper_bound=_TALLEST_ROW)).to_series().to_list()


def _height(text: str, width: int) -> float:
    """Points that show a text of so many columns in full."""
    columns = (len(text.encode()) + len(text)) / 2
    return ceil(columns / (width * 1.05)) * _LINE_POINTS + _PADDING_POINTS
