"""How some other office's exporters write a table: cell forms, delimiters, encodings, workbooks, Parquet.

What belongs here: rendering rows and writing files. What does not: what is in them (foreign_people, foreign_facts)
and which file is written how (foreign_inbox). A row is a dictionary by the feeds' standard column names.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Row = Mapping[str, object]
Grid = list[list[object]]


class Name(str):
    """A person's name."""

    __slots__ = ()


class Number(str):
    """An 18-character identity number."""

    __slots__ = ()


class Code(str):
    """A code that a style may write as a word or as a number."""

    __slots__ = ()


class Month(NamedTuple):
    """A calendar month."""

    year: int
    month: int


# Columns where 无 says something, so that nobody writes it for an empty cell.
NONE_IS_A_VALUE = frozenset(
    {
        "disaster_damage",
        "hardship",
        "home_teaching",
        "in_school",
        "income_complete",
        "property_ok",
        "serious_illness",
        "work_capacity",
    }
)
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")

DATES: dict[str, Callable[[date], object]] = {
    "2026/3/1": lambda day: f"{day.year}/{day.month}/{day.day}",
    "20260301": lambda day: f"{day:%Y%m%d}",
    "2026年3月1日": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "2026-03-01": lambda day: day.isoformat(),
    "2026-3-1": lambda day: f"{day.year}-{day.month}-{day.day}",
    "with time": lambda day: f"{day.isoformat()} 09:30:15",
    "cell": lambda day: day,
    "timestamp": lambda day: datetime.combine(day, time(9, 30, 15)),
    "serial": lambda day: (day - date(1899, 12, 30)).days,
}
MONTHS: dict[str, Callable[[Month], object]] = {
    "202603": lambda month: f"{month.year}{month.month:02d}",
    "2026年3月": lambda month: f"{month.year}年{month.month}月",
    "2026-03": lambda month: f"{month.year}-{month.month:02d}",
    "number": lambda month: month.year * 100 + month.month,
}
MONEY: dict[str, Callable[[Decimal], object]] = {
    "1,234.50": lambda amount: f"{amount:,.2f}",
    "1234.50": lambda amount: f"{amount:.2f}",
    "1234.5": lambda amount: f"{amount.normalize():f}",
    "number": float,
}
NUMBERS: dict[str, Callable[[str], str]] = {
    "plain": lambda number: number,
    "quoted": lambda number: f"'{number}",
    "lower": str.lower,
    "wide": lambda number: number.translate(FULL_WIDTH),
    # The fifteen-digit form of people who are old enough to have had one.
    "old": lambda number: number[:6] + number[8:17] if number[6:10] < "1960" else number,
}
NAMES: dict[str, Callable[[str], str]] = {
    "plain": lambda name: name,
    "spaced": lambda name: "\u3000".join(name) if len(name) == 2 else name,
    "trailing": lambda name: f"{name} ",
}
YES_NO: dict[str, Callable[[bool], object]] = {
    "是否": lambda yes: "是" if yes else "否",
    "YN": lambda yes: "Y" if yes else "N",
    "10": lambda yes: "1" if yes else "0",
    "bool": lambda yes: yes,
}
CODES: dict[str, Callable[[str], object]] = {
    "text": lambda code: code,
    "float text": lambda code: f"{int(code)}.0" if code.isdigit() else code,
    "number": lambda code: int(code) if code.isdigit() else code,
}


@dataclass(frozen=True)
class Style:
    """The forms in which a file writes its cells, taken in turn from row to row."""

    dates: Sequence[str] = ("2026-03-01",)
    months: Sequence[str] = ("202603",)
    money: Sequence[str] = ("1234.50",)
    numbers: Sequence[str] = ("plain",)
    names: Sequence[str] = ("plain",)
    yes_no: Sequence[str] = ("是否",)
    codes: Sequence[str] = ("text",)
    empty: Sequence[str] = ("",)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def cell(self, column: str, value: object, turn: int) -> object:
        """One cell as this file writes it. Plain texts and integers pass."""

        def form(forms: Sequence[str]) -> str:
            return forms[turn % len(forms)]

        written: object = value
        match value:
            case None:
                written = "" if column in NONE_IS_A_VALUE else form(self.empty)
            case bool():
                written = YES_NO[form(self.yes_no)](value)
            case Number():
                written = NUMBERS[form(self.numbers)](value)
            case Name():
                written = NAMES[form(self.names)](value)
            case Code():
                word = self.words.get(column, {}).get(value)
                written = word or CODES[form(self.codes)](value)
            case Month():
                written = MONTHS[form(self.months)](value)
            case date():
                written = DATES[form(self.dates)](value)
            case Decimal():
                written = MONEY[form(self.money)](value)
        return written


def grid(
    rows: Sequence[Row], headings: Mapping[str, str], style: Style, extra: Mapping[str, object] | None = None
) -> Grid:
    """Header and body in the headings' order; unknown columns are put before the last one."""
    more = dict(extra or {})
    last = len(headings) - 1
    titles = list(headings.values())
    table: Grid = [[*titles[:last], *more, titles[last]]]
    for turn, row in enumerate(rows):
        cells = [style.cell(column, row.get(column), turn) for column in headings]
        table.append([*cells[:last], *more.values(), cells[last]])
    return table


def write_flat(
    path: Path,
    table: Grid,
    *,
    encoding: str = "utf-8",
    delimiter: str = ",",
    line_end: str = "\n",
    blank_after: int | None = None,
) -> None:
    """A delimited text; `blank_after` puts a blank line and a line of bare delimiters after that many rows."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=line_end)
    for place, row in enumerate(table):
        writer.writerow(row)
        if place == blank_after:
            buffer.write(line_end + delimiter * (len(row) - 1) + line_end)
    write_text(path, buffer.getvalue(), encoding)


def write_text(path: Path, text: str, encoding: str = "utf-8") -> None:
    """A text in an encoding, its line ends as they are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))


def _fill(sheet: Worksheet, title: str, unit: str, table: Grid, total: Mapping[str, object] | None) -> None:
    width = len(table[0])
    sheet.append([title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    sheet.append([f"制表单位：{unit}", *[None] * (width - 2), "单位：元"])
    for row in table:
        sheet.append([None if cell == "" else cell for cell in row])
    if total is not None:
        sums = [total.get(str(heading)) for heading in table[0]]
        sheet.append(["合计", *sums[1:]])


def write_workbook(
    path: Path, title: str, unit: str, sheets: Mapping[str, Grid], total: Mapping[str, object] | None = None
) -> None:
    """A workbook: on each sheet a merged title, the office, header, rows and, where given, a total by heading."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, table in sheets.items():
        _fill(workbook.create_sheet(name), title, unit, table, total)
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)


def write_parquet(path: Path, table: Grid) -> None:
    """A Parquet file; types are what the cells are, empty cells are null."""
    columns: dict[str, Any] = {}
    for place, heading in enumerate(table[0]):
        values = [None if row[place] == "" else row[place] for row in table[1:]]
        columns[str(heading)] = pa.array(values)
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), path)
