"""When two rows are the same: the parts of a key, and the hashes by which rows are compared first.

What belongs here: expressions over landed rows. What does not: choosing which row stands (repeats).
"""

from pathlib import Path

import polars as pl

from assets.landing.inbox import feedback_department
from assets.vocabulary.feeds import Feed


def key_names(feed: Feed) -> list[str]:
    """The names under which `key_parts` gives the parts."""
    return [f"k{place}" for place in range(len(feed.unique_key))]


def key_parts(feed: Feed) -> list[pl.Expr]:
    """The parts of a row's key as k0, k1 …; a department that is no column of the feed begins the file's name."""
    names = set(content_columns(feed))
    parts = [pl.col(name) if name in names else _department_of_file() for name in feed.unique_key]
    return [part.alias(name) for part, name in zip(parts, key_names(feed), strict=True)]


def content_columns(feed: Feed) -> list[str]:
    """All that a row says: the feed's columns without the row's address."""
    return [column.name for column in feed.landed_columns]


def has_empty_key(feed: Feed) -> pl.Expr:
    return pl.any_horizontal(part.is_null() for part in key_parts(feed))


def key_hash(feed: Feed) -> pl.Expr:
    return pl.struct(key_parts(feed)).hash()


def content_hash(feed: Feed) -> pl.Expr:
    return pl.struct(content_columns(feed)).hash(seed=1)


def identity_hashes(rows: pl.DataFrame, feed: Feed) -> tuple[pl.Series, pl.Series]:
    """(the hash that equal rows share, whether a part of the key is empty).

    The hash is of the key, or of all content where a part of the key is empty.
    """
    keys = rows.select(key_hash(feed).alias("hash"), has_empty_key(feed).alias("empty"))
    empty = keys["empty"].arg_true()
    if len(empty) == 0:
        return keys["hash"], keys["empty"]
    content = rows[empty].select(content_hash(feed)).to_series()
    return keys["hash"].scatter(empty, content), keys["empty"]


def _department_of_file() -> pl.Expr:
    return pl.col("file").map_batches(_departments, return_dtype=pl.String, is_elementwise=True)


def _departments(files: pl.Series) -> pl.Series:
    names = files.unique().drop_nulls().to_list()
    departments = {name: feedback_department(Path(name).stem) for name in names}
    return files.replace_strict(departments, default=None, return_dtype=pl.String)
