"""Writing a part's cells as CSV, TSV, XLSX or Parquet, always with the same bytes.

Belongs here: encodings, titles, totals, sheets. Does not belong here: forms of cells (cells.py).
"""

from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter

from data.synthetic.mixed.parts import Part

TOTAL = "合计"
SEPARATORS = {"csv": ",", "tsv": "\t", "txt": "\t"}
# A workbook names the moment it was made: a fixed one.
MADE = datetime(2026, 1, 1)  # noqa: DTZ001 (the format knows no zone)


def write_flat(path: Path, part: Part, cells: pl.DataFrame) -> None:
    """Text with a header line, in the part's encoding."""
    text = cells.write_csv(separator=SEPARATORS[part.form], line_terminator="\r\n")
    path.write_bytes(text.encode(part.encoding))


def write_parquet(path: Path, cells: pl.DataFrame) -> None:
    """A typed export."""
    cells.write_parquet(path, compression="zstd", statistics=False)


def write_workbook(path: Path, part: Part, sheets: list[pl.DataFrame], money: set[str], dates: set[str]) -> None:
    """One sheet a frame; a title line above the header and a line of totals below the last sheet where the part has
    them.

    `money` and `dates` are headings whose cells are written as numbers and, for parts with real dates, as dates.
    """
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": MADE})
    for number, (name, cells) in enumerate(zip(part.sheets, sheets, strict=True), start=1):
        sheet = book.add_worksheet(name)
        top = 0
        if part.title:
            sheet.merge_range(0, 0, 0, cells.width - 1, part.title)
            top = 1
        for column, heading in enumerate(cells.columns):
            sheet.write_string(top, column, heading)
            _write_column(sheet, top + 1, column, cells[heading], money=heading in money, dates=heading in dates)
        if part.total and number == len(sheets):
            sheet.write_string(top + 1 + cells.height, 0, f"{TOTAL}：{sum(frame.height for frame in sheets)}户")
    book.close()


def _write_column(sheet: Any, top: int, column: int, values: pl.Series, *, money: bool, dates: bool) -> None:
    for line, value in enumerate(values.to_list(), start=top):
        if value is None:
            continue
        if money:
            sheet.write_number(line, column, float(value))
        elif dates:
            sheet.write_datetime(line, column, datetime.strptime(value, "%Y-%m-%d"))  # noqa: DTZ007
        else:
            sheet.write_string(line, column, value)
