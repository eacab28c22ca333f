"""XLSX: every sheet as text cells with the row numbers that Excel shows.

What belongs here: what is special to workbooks, numbers that lost digits above all. What does not: what cells mean.
"""

from collections.abc import Iterator
from pathlib import Path

import fastexcel
import polars as pl

from assets.landing import reasons
from assets.landing.files.headings import find_header
from assets.landing.files.sheets import RefusedSheet, Sheet, cell_name, even_batches
from assets.vocabulary.feeds import Feed

# A double holds 15 decimal digits for certain: a longer whole number in a number cell is not what was typed.
_LONG_NUMBER = r"^-?[0-9]{16,}$"
_HEADER_ROWS = 60


def open_workbook(path: Path, feed: Feed) -> list[Sheet | RefusedSheet]:
    """All sheets with content, by name. A workbook that cannot be opened is one refusal without a sheet's name."""
    try:
        reader = fastexcel.read_excel(path)
        sheets = [(name, _text_cells(reader, name)) for name in sorted(reader.sheet_names)]
    except (fastexcel.FastExcelError, pl.exceptions.PolarsError):
        return [RefusedSheet("", "", reasons.UNREADABLE_WORKBOOK)]
    filled = [(name, cells) for name, cells in sheets if cells.height > 0 and cells.width > 0]
    if not filled:
        return [RefusedSheet("", "", reasons.EMPTY_FILE)]
    return [_open_sheet(name, cells, feed) for name, cells in filled]


def _text_cells(reader: fastexcel.ExcelReader, name: str) -> pl.DataFrame:
    """A sheet from its first row on, blank rows included; whole numbers that lost digits are written as 3.7E+17."""
    text = _load(reader, name, "string")
    suspects = text.select(pl.any_horizontal(pl.all().str.contains(_LONG_NUMBER).any())) if text.width else None
    if suspects is None or not suspects.item():
        return text
    # Only a number cell has a truth value; the same digits in a text cell have none.
    numeric = _load(reader, name, "boolean").select(pl.all().is_not_null().name.prefix("numeric_"))
    return pl.concat([text, numeric], how="horizontal").select(
        pl.when(pl.col(f"numeric_{column}") & pl.col(column).str.contains(_LONG_NUMBER))
        .then(pl.concat_str(pl.col(column).str.slice(0, 1), pl.lit("."), pl.col(column).str.slice(1, 14), pl.lit("E+")))
        .otherwise(pl.col(column))
        .alias(column)
        for column in text.columns
    )


def _load(reader: fastexcel.ExcelReader, name: str, dtype: fastexcel.DType) -> pl.DataFrame:
    loaded = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes=dtype).to_polars()
    return loaded.rename({column: cell_name(place) for place, column in enumerate(loaded.columns)})


def _open_sheet(name: str, cells: pl.DataFrame, feed: Feed) -> Sheet | RefusedSheet:
    found = find_header(cells.head(_HEADER_ROWS).rows(), feed)
    if found is None:
        return RefusedSheet(name, "", reasons.NO_HEADER)
    index, match = found
    if match.missing:
        return RefusedSheet(name, "", reasons.missing_headings(match.missing))
    records = cells.slice(index + 1)

    def batches() -> Iterator[pl.DataFrame]:
        return even_batches(iter([records] if records.height else []))

    return Sheet(name, "", match, batches, index + 2)
