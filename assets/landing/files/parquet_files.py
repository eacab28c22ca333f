"""Parquet: columns of any type as text cells. What cells mean does not belong here.

A damaged byte can end the process that reads it: a file is read through in the process that reads workbooks first, and
here only once that has gone well. Reading twice costs less than what is done with the rows afterwards.
"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from assets.landing import reasons
from assets.landing.files.headings import find_header
from assets.landing.files.parquet_texts import text_batches
from assets.landing.files.sheets import RefusedSheet, Sheet, SheetError
from assets.landing.files.workbook_process import try_parquet
from assets.landing.options import LandingOptions
from assets.vocabulary.feeds import Feed

_GIB = 1 << 30


def open_parquet(path: Path, feed: Feed, options: LandingOptions) -> Sheet | RefusedSheet:
    """The one sheet of a Parquet file. There are no lines: the line shown is the record's ordinal."""
    try:
        columns = try_parquet(path, int(options.workbook_memory_gib * _GIB))
    except SheetError as error:
        return RefusedSheet("", "", error.reason)
    headings = [heading for heading, _ in columns]
    found = find_header([headings], feed)
    if found is None:
        return RefusedSheet("", "", reasons.NO_HEADER)
    match = found.match
    if match.missing:
        return RefusedSheet("", "", reasons.missing_headings(match.missing, match.near))
    # Nested columns have no text; those that the feed knows are refused, the others are none of its business.
    nested = [name for name, place in match.positions.items() if columns[place][1]]
    if nested:
        return RefusedSheet("", "", reasons.missing_headings(tuple(match.written[name] for name in sorted(nested))))

    def batches() -> Iterator[pl.DataFrame]:
        try:
            yield from text_batches(path, columns)
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
            raise SheetError(reasons.UNREADABLE_PARQUET) from None

    return Sheet("", "", match, batches, 1, header_rows=0)
