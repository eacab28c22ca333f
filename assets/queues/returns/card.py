"""A department's 数据质量卡: one printed page with a sentence, a line a feed, what is remarkable, and the trend.

What belongs here: cells, colours, the chart. What does not: any figure (figures, alerts).
"""

from math import ceil
from pathlib import Path

import polars as pl
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from assets.queues.returns import words
from assets.queues.returns.figures import CardFigures
from assets.queues.styles import A4, CELL, DARK, FONT, HEADER, HEADING, TEXT, TITLE, WRAPPED, new_workbook, print_setup
from assets.vocabulary.departments import DEPARTMENT_NAMES

CARD_SHEET, TREND_SHEET = "质量卡", "趋势"
COLOURS = {words.GREEN: "#C6E5C3", words.YELLOW: "#FFF1A8", words.RED: "#F4B6B6"}
_FEED_COLUMNS = (
    ("数据", 22),
    ("状态", 7),
    ("最近一次", 11),
    ("读到的行", 10),
    ("采用", 10),
    ("退回", 8),
    ("不计", 8),
    ("待核格数", 8),
    ("证件号不可读", 9),
    ("与往次相比", 10),
    ("评价", 14),
)
_WIDE = sum(width for _, width in _FEED_COLUMNS)
_LAST = len(_FEED_COLUMNS) - 1
# Reason tables: heading, first and last column.
_REASON_COLUMNS = (("数据", 0, 0), ("栏目", 1, 2), ("主要退回原因", 3, 9), ("行数", 10, 10))
_LINE_POINTS, _CHART_ROWS = 17.0, 15


class _Card:
    """The first sheet, written downwards; `row` is the next free one."""

    def __init__(self, book: Workbook, figures: CardFigures) -> None:
        self._figures = figures
        self._sheet = book.add_worksheet(CARD_SHEET)
        kinds = {"title": TITLE, "heading": HEADING, "header": HEADER, "text": TEXT, "wrapped": WRAPPED | {"indent": 1}}
        big = FONT | {"font_size": 13, "bold": True, "text_wrap": True, "font_color": DARK, "indent": 1}
        kinds |= {"big": big, "small": FONT | {"font_size": 9, "font_color": "#595959", "text_wrap": True}}
        kinds |= {"number": CELL | {"num_format": "#,##0", "align": "right"}}
        kinds |= {"share": CELL | {"num_format": "0.00%", "align": "right"}}
        kinds |= {"date": CELL | {"num_format": "yyyy-mm-dd", "align": "center"}}
        kinds |= {word: TEXT | {"bg_color": colour, "bold": True} for word, colour in COLOURS.items()}
        self._formats = {name: book.add_format(properties) for name, properties in kinds.items()}
        self.row = 0

    def write(self) -> None:
        """Everything but the chart."""
        for place, (_, width) in enumerate(_FEED_COLUMNS):
            self._sheet.set_column(place, place, width)
        self._sheet.hide_gridlines(2)
        self._top()
        self._feeds()
        self._alerts()
        self._reasons()

    def _line(self, text: str, name: str, height: float, first: int = 0) -> None:
        self._sheet.set_row(self.row, height)
        self._sheet.merge_range(self.row, first, self.row, _LAST, text, self._formats[name])

    def _top(self) -> None:
        figures = self._figures
        title = f"{DEPARTMENT_NAMES[figures.department]}部门数据质量卡　{figures.night}"
        self._line(title, "title", 30)
        self.row = 1
        self._line(figures.sentence, "big", 20 * ceil(_columns(figures.sentence) * 1.35 / (_WIDE - 24)) + 10, first=1)
        self._sheet.write_string(1, 0, words.VERDICTS[figures.verdict], self._formats[figures.verdict])
        self.row = 3

    def _feeds(self) -> None:
        self._sheet.set_row(self.row, 30)
        for place, (heading, _) in enumerate(_FEED_COLUMNS):
            self._sheet.write_string(self.row, place, heading, self._formats["header"])
        for values in self._figures.feeds.iter_rows(named=True):
            self.row += 1
            self._sheet.set_row(self.row, 19)
            self._feed(values)
        self.row += 1
        self._line(words.LEGEND, "small", 26)
        self.row += 2

    def _feed(self, values: dict[str, object]) -> None:
        sheet, row, formats = self._sheet, self.row, self._formats
        sheet.write_string(row, 0, str(values["title"]), formats["wrapped"])
        sheet.write_string(row, 1, words.STATES[str(values["state"])], formats["text"])
        if values["delivery"] is None:
            sheet.write_string(row, 2, "从未", formats["text"])
        elif values["tonight"] and values["delivery"] == self._figures.night:
            sheet.write_string(row, 2, "今晚", formats["text"])
        else:
            sheet.write_datetime(row, 2, values["delivery"], formats["date"])
        names = ("rows_read", "rows_loaded", "rows_quarantined", "rows_set_aside", "cells_marked", "id_share")
        for place, name in enumerate(names, start=3):
            if values[name] is None:
                sheet.write_string(row, place, "—", formats["text"])
            else:
                sheet.write_number(row, place, values[name], formats["share" if name == "id_share" else "number"])
        sheet.write_string(row, 9, str(values["compared"]) or "—", formats["text"])
        verdict = str(values["verdict"])
        sheet.write_string(row, 10, words.VERDICTS[verdict], formats[verdict])

    def _alerts(self) -> None:
        self._heading("请注意")
        if not self._figures.alerts:
            self._line("没有需要特别注意的情况。", "wrapped", 19)
            self.row += 1
        for alert in self._figures.alerts:
            self._line(alert.text, "wrapped", _LINE_POINTS * ceil(_columns(alert.text) / (_WIDE - 20)) + 3, first=1)
            self._sheet.write_string(self.row, 0, f"{alert.verdict} {alert.kind}", self._formats[alert.verdict])
            self.row += 1
        self.row += 1

    def _reasons(self) -> None:
        reasons = self._figures.reasons
        if reasons.is_empty():
            return
        self._heading("退回和待核最多的原因")
        self._spans([heading for heading, _, _ in _REASON_COLUMNS], "header", 19)
        for values in reasons.iter_rows(named=True):
            text = f"{values['reason']}；{values['cure']}"
            height = _LINE_POINTS * ceil(_columns(text) / 64) + 3
            self._spans([values["title"], values["heading"] or "（整行）", text, values["rows"]], "wrapped", height)
        self.row += 1

    def _heading(self, text: str) -> None:
        self._sheet.set_row(self.row, 20)
        self._sheet.write_string(self.row, 0, text, self._formats["heading"])
        self.row += 1

    def _spans(self, values: list[str | int], name: str, height: float) -> None:
        """One row of the table of reasons."""
        self._sheet.set_row(self.row, height)
        for (_, first, last), value in zip(_REASON_COLUMNS, values, strict=True):
            shape = self._formats["number" if isinstance(value, int) else name]
            if first == last:
                self._sheet.write(self.row, first, value, shape)
            else:
                self._sheet.merge_range(self.row, first, self.row, last, "", shape)
                self._sheet.write_string(self.row, first, str(value), shape)
        self.row += 1

    def add_trend(self, book: Workbook) -> None:
        """The chart of the shares in the sheet 趋势; must be the last."""
        nights = self._figures.trend.height
        self._heading(f"近{nights}次收到数据的走势" if nights > 1 else "走势")
        if nights == 0:
            self._line("还没有可比较的历史。", "wrapped", 19)
            return
        chart = book.add_chart({"type": "line"})
        for column, (name, colour) in enumerate((("退回行占比", "#C00000"), ("证件号不可读占比", "#2F5597")), start=1):
            chart.add_series(
                {
                    "name": name,
                    "categories": [TREND_SHEET, 1, 0, nights, 0],
                    "values": [TREND_SHEET, 1, column, nights, column],
                    "line": {"color": colour, "width": 1.75},
                    "marker": {"type": "circle", "size": 4, "fill": {"color": colour}, "border": {"color": colour}},
                }
            )
        chart.set_y_axis(
            {"num_format": "0.00%", "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
        )
        chart.set_x_axis({"text_axis": True, "num_font": {"size": 9}})
        chart.set_legend({"position": "top"})
        chart.show_blanks_as("gap")
        pixels = sum(int(width * 7 + 5) for _, width in _FEED_COLUMNS)
        chart.set_size({"width": pixels, "height": _CHART_ROWS * 20})
        self._sheet.insert_chart(self.row, 0, chart, {"object_position": 2})
        self.row += _CHART_ROWS

    def finish(self) -> None:
        """One upright A4 page."""
        print_setup(self._sheet, A4)
        self._sheet.set_portrait()
        self._sheet.fit_to_pages(1, 1)
        self._sheet.set_footer("&L内部资料，注意保密&R夜间数据接收自动生成，只说明数据质量")
        self._sheet.print_area(0, 0, self.row, _LAST)
        self._sheet.center_horizontally()


def _columns(text: str) -> float:
    """How many narrow columns a text takes: in UTF-8 a Chinese character has three bytes and is two columns wide."""
    return (len(text.encode()) + len(text)) / 2


def _add_trend_sheet(book: Workbook, trend: pl.DataFrame) -> Worksheet:
    sheet = book.add_worksheet(TREND_SHEET)
    header, share = book.add_format(HEADER), book.add_format(CELL | {"num_format": "0.00%"})
    text = book.add_format(TEXT)
    sheet.set_column(0, 2, 16)
    sheet.write_row(0, 0, ["夜", "退回行占比", "证件号不可读占比"], header)
    for row, (night, *shares) in enumerate(trend.iter_rows(), start=1):
        sheet.write_string(row, 0, night.strftime("%m-%d"), text)
        for place, value in enumerate(shares, start=1):
            if value is None:
                sheet.write_blank(row, place, None, share)
            else:
                sheet.write_number(row, place, value, share)
    print_setup(sheet, A4)
    return sheet


def write_card(path: Path, figures: CardFigures) -> None:
    """Write the card; the same figures give the same bytes."""
    title = f"{DEPARTMENT_NAMES[figures.department]}部门数据质量卡 {figures.night}"
    book = new_workbook(path, title, figures.night)
    card = _Card(book, figures)
    card.write()
    card.add_trend(book)
    card.finish()
    _add_trend_sheet(book, figures.trend)
    book.close()
