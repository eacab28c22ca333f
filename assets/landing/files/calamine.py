"""XLS, XLSB and ODS: sheets through fastexcel, which holds a whole sheet. Runs in the worker process alone.

What belongs here: what this reader leaves to be desired: lost digits, errors, blank rows. What does not: XLSX.
Merged cells are not told by this reader; formulas have the value that the writing program left.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import fastexcel
import polars as pl

from assets.landing import reasons
from assets.landing.files.sheet_parts import PartWriter, StoredSheet
from assets.landing.files.sheets import BATCH_ROWS, SheetError, cell_name
from assets.landing.files.xlsx_cells import MOST_PLACES
from assets.landing.files.xlsx_values import scientific

_LONG_NUMBER = r"^-?[0-9]{16,}$"
_MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[ T]00:00:00$"
# What a user sees for the reader's names of errors.
_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}
_ERROR_NAME = re.compile(r"Error\((\w+)\)")
_OTHER_ERROR = "#ERROR!"


def store_sheets(path: Path, folder: Path) -> Iterator[StoredSheet]:
    """Write each sheet in the workbook's order. Raises SheetError where the workbook is none."""
    try:
        reader = fastexcel.read_excel(path)
        for number, name in enumerate(reader.sheet_names):
            yield _store(reader, name, folder / str(number))
    except (fastexcel.FastExcelError, pl.exceptions.PolarsError):
        raise SheetError(reasons.UNREADABLE_WORKBOOK) from None


def _store(reader: fastexcel.ExcelReader, name: str, folder: Path) -> StoredSheet:
    loaded = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    sheet = StoredSheet(name, str(folder), visible=loaded.visible == "visible")
    writer = PartWriter(sheet)
    text = _text_cells(reader, loaded)
    text = text.select(column for column in text.columns if text[column].null_count() < text.height)
    if text.width > MOST_PLACES:
        sheet.reason = reasons.TOO_WIDE_SHEET
        return sheet
    rows = text.with_row_index("row", offset=1).with_columns(pl.col("row").cast(pl.Int64))
    if text.width:
        rows = rows.filter(pl.any_horizontal(pl.exclude("row").is_not_null()))
        for start in range(0, rows.height, BATCH_ROWS):
            writer.write(rows.slice(start, BATCH_ROWS))
    return sheet


def _text_cells(reader: fastexcel.ExcelReader, loaded: fastexcel.ExcelSheet) -> pl.DataFrame:
    """A sheet from its first row on, null where empty; whole numbers that lost digits are written as 3.7…E+17."""
    batch, errors = loaded.to_arrow_with_errors()
    text = _named(pl.DataFrame(pl.from_arrow(batch)))
    text = text.with_columns(pl.when(pl.all().str.len_bytes() > 0).then(pl.all().str.replace(_MIDNIGHT, "${1}")))
    text = _with_errors(text, [(each.offset_position, each.detail) for each in errors.errors] if errors else [])
    suspects = text.select(pl.any_horizontal(pl.all().str.contains(_LONG_NUMBER).any())) if text.width else None
    if suspects is None or not suspects.item():
        return text
    # Only a number cell has a truth value; the same digits in a text cell have none.
    truth = reader.load_sheet(loaded.name, header_row=None, skip_rows=0, dtypes="boolean").to_polars()
    numeric = _named(truth).select(pl.all().is_not_null().name.prefix("numeric_"))
    return pl.concat([text, numeric], how="horizontal").select(
        pl.when(pl.col(f"numeric_{column}") & pl.col(column).str.contains(_LONG_NUMBER))
        .then(scientific(pl.col(column)))
        .otherwise(pl.col(column))
        .alias(column)
        for column in text.columns
    )


def _named(loaded: pl.DataFrame) -> pl.DataFrame:
    return loaded.rename({column: cell_name(place) for place, column in enumerate(loaded.columns)})


def _with_errors(text: pl.DataFrame, errors: list[tuple[tuple[int, int], str]]) -> pl.DataFrame:
    """Cells that are no text, as what a user sees: #N/A and the like."""
    by_place: dict[int, dict[int, str]] = {}
    for (row, place), detail in errors:
        name = _ERROR_NAME.search(detail)
        shown = _ERRORS.get(name[1], _OTHER_ERROR) if name else _OTHER_ERROR
        by_place.setdefault(place, {})[row] = shown
    for place, cells in by_place.items():
        column = text[cell_name(place)].scatter(list(cells), list(cells.values()))
        text = text.with_columns(column.alias(cell_name(place)))
    return text
