"""What each feed leaves for the tables that all feeds share: a piece a feed, gathered when all have landed.

What belongs here: where pieces lie. What does not: what is in them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from assets.lake import Night
from assets.landing.in_force.table_writer import TableWriter
from assets.vocabulary.feeds import Feed, load_feeds
from assets.vocabulary.tables import table_order, table_schema


def _path(night: Night, feed: Feed, table: str) -> Path:
    return night.staging / "landing_pieces" / table / feed.department / f"{feed.name}.parquet"


@contextmanager
def piece_writer(night: Night, feed: Feed, table: str) -> Iterator[TableWriter]:
    """Leave a feed's rows of a shared table batch by batch, in the table's order and columns."""
    path = _path(night, feed, table)
    draft = path.with_suffix(".draft")
    with TableWriter(draft, table_schema(table)) as writer:
        yield writer
    draft.replace(path)


def save_piece(night: Night, feed: Feed, table: str, rows: pl.DataFrame) -> None:
    """Leave a feed's rows of a shared table (its key, for example 'landing/ledger')."""
    with piece_writer(night, feed, table) as writer:
        writer.write(rows.select(pl.col(name).cast(dtype) for name, dtype in table_schema(table).items()))


def gather(night: Night, table: str) -> pl.DataFrame:
    """The pieces of all feeds in the table's order. Raises FileNotFoundError where a feed has not been landed."""
    pieces = [pl.read_parquet(_path(night, feed, table)) for feed in load_feeds().values()]
    return pl.concat(pieces).sort(table_order(table))


def save_gathered(night: Night, table: str) -> None:
    """Save the pieces of all feeds as the table, batch by batch, whatever their size.

    For tables that are ordered by feed first, whose pieces were left in order. Raises FileNotFoundError where a feed
    has not been landed.
    """
    target = night.target(table)
    draft = target.with_suffix(".draft")
    with TableWriter(draft, table_schema(table)) as writer:
        for feed in sorted(load_feeds().values(), key=lambda each: each.key):
            writer.copy(_path(night, feed, table))
    draft.replace(target)
