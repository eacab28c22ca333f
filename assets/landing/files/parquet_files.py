"""Parquet: columns of any type as text cells. What cells mean does not belong here."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from assets.landing import reasons
from assets.landing.files.headings import find_header
from assets.landing.files.sheets import BATCH_ROWS, RefusedSheet, Sheet, SheetError, cell_name, even_batches
from assets.vocabulary.feeds import Feed


def open_parquet(path: Path, feed: Feed) -> Sheet | RefusedSheet:
    """The one sheet of a Parquet file. There are no lines: the line shown is the record's ordinal."""
    try:
        schema = pl.read_parquet_schema(path)
    except (pl.exceptions.PolarsError, OSError):
        return RefusedSheet("", "", reasons.UNREADABLE_PARQUET)
    headings = list(schema)
    found = find_header([headings], feed)
    if found is None:
        return RefusedSheet("", "", reasons.NO_HEADER)
    match = found.match
    if match.missing:
        return RefusedSheet("", "", reasons.missing_headings(match.missing, match.near))
    # Nested columns have no text; those that the feed knows are refused, the others are none of its business.
    nested = [name for name, place in match.positions.items() if schema[headings[place]].is_nested()]
    if nested:
        return RefusedSheet("", "", reasons.missing_headings(tuple(match.written[name] for name in sorted(nested))))
    texts = [
        (pl.lit(None, pl.String) if dtype.is_nested() else pl.col(heading).cast(pl.String)).alias(cell_name(place))
        for place, (heading, dtype) in enumerate(schema.items())
    ]

    def batches() -> Iterator[pl.DataFrame]:
        lazy = pl.scan_parquet(path, glob=False).select(texts)
        try:
            yield from even_batches(lazy.collect_batches(chunk_size=BATCH_ROWS, maintain_order=True))
        except (pl.exceptions.PolarsError, OSError):
            raise SheetError(reasons.UNREADABLE_PARQUET) from None

    return Sheet("", "", match, batches, 1, header_rows=0)
