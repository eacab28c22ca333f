"""Parquet: columns of any type as batches of text, by the same steps in the process that tries a file and in the other.

What belongs here: what the library is asked to do. What does not: headings, and what becomes of a damaged file.
"""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from assets.landing.files.sheets import BATCH_ROWS, cell_name, even_batches

# Heading, and whether a cell of the column is a list or a record, which has no text.
Column = tuple[str, bool]


def columns_of(path: Path) -> list[Column]:
    return [(heading, dtype.is_nested()) for heading, dtype in pl.read_parquet_schema(path).items()]


def text_batches(path: Path, columns: list[Column]) -> Iterator[pl.DataFrame]:
    """All rows, c0, c1 …; null where a column has no text."""
    texts = [
        (pl.lit(None, pl.String) if is_nested else pl.col(heading).cast(pl.String)).alias(cell_name(place))
        for place, (heading, is_nested) in enumerate(columns)
    ]
    lazy = pl.scan_parquet(path, glob=False).select(texts)
    return even_batches(lazy.collect_batches(chunk_size=BATCH_ROWS, maintain_order=True))


def try_out(path: Path) -> list[Column]:
    """The columns, after the whole file has been read. A damaged file may raise anything, or end the process."""
    columns = columns_of(path)
    for batch in text_batches(path, columns):
        del batch
    return columns
