"""The workbook 身份核实清单: 填写说明, 退回 where there is any, one sheet a county to fill in.

What belongs here: cells, formats, the drop-down. What does not: what rows say (rows, words), where files lie (deliver).
"""

from collections.abc import Sequence
from datetime import date
from math import ceil
from pathlib import Path

import polars as pl
from xlsxwriter.worksheet import Worksheet

from assets.queues.identity import words
from assets.queues.identity.rows import COLUMNS, answer_heading
from assets.queues.listing import LINE_POINTS, NUMBER_HEADING, PADDING_POINTS, TALLEST_ROW
from assets.queues.returned import RETURNED_COLUMNS, RETURNED_SHEET
from assets.queues.styles import A4, CELL, HEADER, HEADING, PLAIN, TEXT, TITLE, WRAPPED, new_workbook, print_setup
from assets.queues.workbook import sheet_names
from assets.vocabulary.identity_words import DECISIONS, GUIDE_SHEET, REVIEW_LIST

_GUIDE_WIDTHS = (18, 92)
_ANSWER = CELL | {"bg_color": "#FFFBE6", "text_wrap": True, "num_format": "@"}
_ANSWER_DATE = CELL | {"bg_color": "#FFFBE6", "num_format": "yyyy-mm-dd"}
_KINDS: dict[str, dict[str, object]] = {
    "title": TITLE,
    "heading": HEADING,
    "plain": PLAIN,
    "header": HEADER,
    "text": TEXT,
    "wrapped": WRAPPED,
    "answer": _ANSWER,
    "answer_date": _ANSWER_DATE,
}


class ReviewBook:
    """A workbook being written sheet by sheet; the same content gives the same bytes."""

    def __init__(self, path: Path, title: str, night: date) -> None:
        self._book = new_workbook(path, title, night)
        self._formats = {name: self._book.add_format(properties) for name, properties in _KINDS.items()}

    def close(self) -> None:
        self._book.close()

    def add_guide(self, title: str, lines: Sequence[str], counties: Sequence[tuple[str, int]]) -> None:
        """The sheet 填写说明: how to fill the list in, what the conclusions lead to, pairs a county."""
        sheet = self._book.add_worksheet(GUIDE_SHEET)
        sheet.hide_gridlines(2)
        for place, width in enumerate(_GUIDE_WIDTHS):
            sheet.set_column(place, place, width)
        sheet.set_row(0, 30)
        sheet.write_string(0, 0, title, self._formats["title"])
        for number, line in enumerate(lines, start=1):
            sheet.set_row(number, _points([(line, sum(_GUIDE_WIDTHS))]))
            sheet.merge_range(number, 0, number, 1, line, self._formats["plain"])
        row = self._small_table(sheet, len(lines) + 2, ("结论", "意思"), words.CONCLUSIONS)
        if counties:
            self._small_table(
                sheet, row + 1, ("县(市、区)", "待核实"), [(name, str(count)) for name, count in counties]
            )
        print_setup(sheet, A4)

    def _small_table(
        self, sheet: Worksheet, row: int, headings: tuple[str, str], rows: Sequence[tuple[str, str]]
    ) -> int:
        """Write two columns from a row on; gives the row below."""
        for place, heading in enumerate(headings):
            sheet.write_string(row, place, heading, self._formats["header"])
        for number, values in enumerate(rows, start=row + 1):
            for place, value in enumerate(values):
                sheet.write_string(number, place, value, self._formats["wrapped"])
        return row + len(rows) + 1

    def add_returned(self, rows: pl.DataFrame) -> None:
        """The sheet 退回: answers that could not be taken or that others contradict."""
        headings = [answer_heading("review_id") if name == "预警编号" else name for name, _ in RETURNED_COLUMNS]
        sheet = self._new_sheet(RETURNED_SHEET, headings, [width for _, width in RETURNED_COLUMNS], rows.height)
        for number, values in enumerate(rows.iter_rows(), start=1):
            for place, value in enumerate(values):
                sheet.write_string(number, place, "" if value is None else str(value), self._formats["wrapped"])
        print_setup(sheet)

    def add_list(self, name: str, rows: pl.DataFrame) -> None:
        """One county's sheet: header frozen and repeated in print, filter, drop-down of conclusions."""
        headings = [NUMBER_HEADING, *[column.heading for column in COLUMNS]]
        sheet = self._new_sheet(name, headings, [5, *[column.width for column in COLUMNS]], rows.height, frozen=2)
        self._add_drop_down(sheet, headings.index(answer_heading("decision")), rows.height)
        for number, values in enumerate(rows.select(headings[1:]).iter_rows(), start=1):
            texts = [(str(value), column.width - 2) for column, value in zip(COLUMNS, values, strict=True)]
            sheet.set_row(number, _points(texts))
            sheet.write_number(number, 0, number, self._formats["text"])
            for place, (column, value) in enumerate(zip(COLUMNS, values, strict=True), start=1):
                if column.kind == "answer":
                    dated = column.heading == answer_heading("decided_date")
                    sheet.write_blank(number, place, None, self._formats["answer_date" if dated else "answer"])
                else:
                    sheet.write_string(number, place, str(value), self._formats[column.kind])
        print_setup(sheet)

    def _new_sheet(
        self, name: str, headings: Sequence[str], widths: Sequence[float], rows: int, frozen: int = 0
    ) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(1, frozen)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, rows, len(headings) - 1)
        sheet.set_row(0, 32)
        sheet.write_row(0, 0, headings, self._formats["header"])
        return sheet

    def _add_drop_down(self, sheet: Worksheet, column: int, rows: int) -> None:
        choice = {
            "validate": "list",
            "source": list(DECISIONS),
            "error_title": answer_heading("decision"),
            "error_message": f"请从列表中选择；拿不准的请留空。各结论的意思见“{GUIDE_SHEET}”。",
        }
        sheet.data_validation(1, column, max(rows, 1), column, choice)


def _points(texts: Sequence[tuple[str, float]]) -> float:
    """The height that shows texts of such widths in full: a Chinese character has three bytes and is two wide."""
    lines = max(
        sum(max(1, ceil((len(part.encode()) + len(part)) / 2 / width)) for part in text.split("\n"))
        for text, width in texts
    )
    return min(lines * LINE_POINTS + PADDING_POINTS, TALLEST_ROW)


def write_book(
    path: Path, rows: pl.DataFrame, night: date, returned: pl.DataFrame | None = None, county: str = ""
) -> None:
    """Write a list to a file. `rows` are those of list_rows, possibly none; `county` where they are of one alone."""
    title = REVIEW_LIST + (f"（{county}）" if county else "")
    told = returned.height if returned is not None else 0
    first = f"{night}：{words.NOTHING_TO_JUDGE}。" if rows.is_empty() else f"{night}：共{rows.height}对人员需要核实。"
    lines = [first, *([words.RETURNED.format(rows=told)] if told else []), *words.GUIDE]
    counties = rows.group_by("county_code", "county").len().sort("county_code", "county")
    book = ReviewBook(path, f"{title} {night}", night)
    book.add_guide(title, lines, counties.select("county", "len").rows())
    if returned is not None and told:
        book.add_returned(returned)
    places = counties.select("county_code", "county").rows()
    for (code, name), sheet in zip(places, sheet_names(places), strict=True):
        book.add_list(sheet, rows.filter((pl.col("county_code") == code) & (pl.col("county") == name)))
    book.close()
