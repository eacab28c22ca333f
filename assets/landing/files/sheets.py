"""What every file format is turned into: a sheet of text cells whose header is known, or a reason why not.

What belongs here: the common form. What does not: any one format, the meaning of a cell.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from assets.landing.files.headings import HeadingMatch

# Rows a batch: the most that is in memory as text at once, and the row group of the landed table.
BATCH_ROWS = 200_000
# A cell beyond the header's last column, so that a row that has too many is seen.
OVERFLOW = "overflow"


def cell_name(place: int) -> str:
    """The name of a batch's column at a place of the row."""
    return f"c{place}"


class SheetError(ValueError):
    """A sheet cannot be taken. `reason` is for staff, in Chinese; `sheet` is '' for a flat file or a whole file."""

    def __init__(self, reason: str, sheet: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.sheet = sheet


class BrokenQuotesError(SheetError):
    """Quotation marks of a text file do not pair as the fast reader wants them; a slower one may make sense of them."""


class NotUtf8Error(ValueError):
    """A file taken for UTF-8 by its beginning and end is not UTF-8 in between: it is to be read as GB18030."""


@dataclass(frozen=True)
class Sheet:
    """A sheet with a recognised header.

    `batches()` gives the records below the header in order, blank ones included: columns c0, c1 … of text, null where
    empty, and `overflow` where the format can have too long a row. A workbook's columns without any text are left out,
    but for those that the header names. `first_line` is the line that an editor or Excel
    shows for the first record. `may_break_lines`: cells may hold line breaks that count as lines of the file.
    `delimiter` is '' where the format has none. `title_rows` are the lines above the header that are not blank.
    """

    name: str
    encoding: str
    match: HeadingMatch
    batches: Callable[[], Iterator[pl.DataFrame]]
    first_line: int
    may_break_lines: bool = False
    delimiter: str = ""
    title_rows: int = 0
    header_rows: int = 1


@dataclass(frozen=True)
class RefusedSheet:
    """A sheet, or with an empty name a whole file, that is not read; `reason` is for staff, in Chinese."""

    name: str
    encoding: str
    reason: str


def even_batches(batches: Iterator[pl.DataFrame], rows: int = BATCH_ROWS) -> Iterator[pl.DataFrame]:
    """The same rows in batches of exactly `rows`, so that row groups do not depend on how a reader chunks."""
    waiting: pl.DataFrame | None = None
    for batch in batches:
        joined = batch if waiting is None else pl.concat([waiting, batch])
        whole = joined.height - joined.height % rows
        for start in range(0, whole, rows):
            yield joined.slice(start, rows)
        waiting = joined.slice(whole) if whole < joined.height else None
    if waiting is not None:
        yield waiting
