"""What each feed leaves for the tables that all feeds share: a piece a feed, gathered when all have landed.

What belongs here: where pieces lie. What does not: what is in them.
"""

from pathlib import Path

import polars as pl

from assets.lake import Night
from assets.vocabulary.feeds import Feed, load_feeds
from assets.vocabulary.tables import table_order, table_schema


def _path(night: Night, feed: Feed, table: str) -> Path:
    return night.staging / "landing_pieces" / table / feed.department / f"{feed.name}.parquet"


def save_piece(night: Night, feed: Feed, table: str, rows: pl.DataFrame) -> None:
    """Leave a feed's rows of a shared table (its key, for example 'landing/ledger')."""
    path = _path(night, feed, table)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    rows.select(pl.col(name).cast(dtype) for name, dtype in table_schema(table).items()).write_parquet(draft)
    draft.replace(path)


def gather(night: Night, table: str) -> pl.DataFrame:
    """The pieces of all feeds in the table's order. Raises FileNotFoundError where a feed has not been landed."""
    pieces = [pl.read_parquet(_path(night, feed, table)) for feed in load_feeds().values()]
    return pl.concat(pieces).sort(table_order(table))
