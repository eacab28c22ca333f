"""Workbooks (XLSX, XLS, XLSB, ODS): every sheet as text cells with the row numbers that Excel shows.

What belongs here: which sheets are read, their header, their batches. What does not: what cells mean; how a workbook is
read: that is done by a process of its own (workbook_process), so that no file can take this one's memory or its life.

XLSX is read by a streaming reader of ours: 1 M rows of 12 columns take 22 s of a processor and 0.27 GB, whatever the
number of rows, and what is formatted but not filled costs nothing: a sheet whose formats were dragged to XFD1048576 is
read like any other. fastexcel would take 7 s and 1.0 GB for the same rows, but holds a dense rectangle from A1 to the
farthest cell, does not tell merged cells, and gives formulas that nobody has calculated as empty. It reads the other
three formats, within the limit of memory. A sheet's batches leave out columns without a text in any row.
"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from assets.landing import reasons
from assets.landing.files.headings import FoundHeader, find_header
from assets.landing.files.merged_cells import MergedCells
from assets.landing.files.sheet_parts import StoredSheet, head_rows, read_batches, read_merges
from assets.landing.files.sheets import RefusedSheet, Sheet, SheetError
from assets.landing.files.workbook_process import store_workbook
from assets.landing.options import LandingOptions
from assets.vocabulary.feeds import Feed

_HEADER_ROWS = 60
_GIB = 1 << 30


def open_workbook(
    path: Path, kind: str, feed: Feed, scratch: Path, options: LandingOptions
) -> Iterator[Sheet | RefusedSheet]:
    """All sheets with content, by name; `kind` is xlsx, xls, xlsb or ods. `scratch` is needed until all is read.

    A workbook that cannot be opened is one refusal without a sheet's name. A hidden sheet is not read: it is most often
    an old copy; where it has the feed's header it is refused, else passed over as a list of choices.
    """
    memory, most_bytes = int(options.workbook_memory_gib * _GIB), int(options.unpacked_gib * _GIB)
    try:
        sheets = store_workbook(path, kind, scratch / "sheets", memory, most_bytes)
    except SheetError as error:
        yield RefusedSheet("", "", error.reason)
        return
    opened = [_open_sheet(sheet, feed) for sheet in sorted(sheets, key=lambda sheet: sheet.name)]
    shown = [sheet for sheet in opened if sheet is not None]
    yield from shown or [RefusedSheet("", "", reasons.EMPTY_FILE)]


def _open_sheet(sheet: StoredSheet, feed: Feed) -> Sheet | RefusedSheet | None:
    """None for an empty sheet and a hidden one without the feed's header."""
    if sheet.reason:
        return RefusedSheet(sheet.name, "", sheet.reason) if sheet.visible else None
    if sheet.parts == 0:
        return None
    found = find_header(head_rows(sheet, _HEADER_ROWS), feed)
    if not sheet.visible:
        of_the_feed = found is not None and not found.match.missing
        return RefusedSheet(sheet.name, "", reasons.HIDDEN_SHEET) if of_the_feed else None
    if found is None:
        return RefusedSheet(sheet.name, "", reasons.NO_HEADER)
    if found.match.missing:
        return RefusedSheet(sheet.name, "", reasons.missing_headings(found.match.missing, found.match.near))
    return _sheet(sheet, found, feed)


def _sheet(sheet: StoredSheet, found: FoundHeader, feed: Feed) -> Sheet:
    first_line = sheet.first_row + found.first + found.rows

    def batches() -> Iterator[pl.DataFrame]:
        merged = MergedCells(read_merges(sheet), found.match, feed, first_line)
        return (merged.fill(batch) for batch in read_batches(sheet, first_line))

    return Sheet(sheet.name, "", found.match, batches, first_line, title_rows=found.title_rows, header_rows=found.rows)
