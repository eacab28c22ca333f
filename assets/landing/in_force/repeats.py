"""Which rows say the same thing twice: exact repeats, and rows with the same key, of which the last one counts.

What belongs here: keys, comparing, choosing. What does not: reading or writing files of departments.

Rows are compared by a 64-bit hash first, for all of them, and by their values where hashes agree: only key columns of
suspects are ever in memory. A row whose key has an empty part (a missing id) equals another only in all its columns;
one whose id was there but could not be read is never taken for a repeat of a row of the same night.
"""

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from assets.landing.inbox import feedback_department
from assets.vocabulary.feeds import Feed

_NO_POSITIONS = pl.Series("position", [], pl.UInt32)


def key_expressions(feed: Feed) -> list[pl.Expr]:
    """The parts of a row's key as k0, k1 …; a department that is no column of the feed begins the file's name."""
    names = {column.name for column in feed.landed_columns}
    parts = [pl.col(name) if name in names else _department_of_file() for name in feed.unique_key]
    return [part.alias(f"k{place}") for place, part in enumerate(parts)]


def _department_of_file() -> pl.Expr:
    return pl.col("file").map_batches(_departments, return_dtype=pl.String, is_elementwise=True)


def _departments(files: pl.Series) -> pl.Series:
    names = files.unique().drop_nulls().to_list()
    departments = {name: feedback_department(Path(name).stem) for name in names}
    return files.replace_strict(departments, default=None, return_dtype=pl.String)


def _content(feed: Feed) -> list[str]:
    return [column.name for column in feed.landed_columns]


def _has_empty_key(feed: Feed) -> pl.Expr:
    return pl.any_horizontal(part.is_null() for part in key_expressions(feed))


def _key_hash(feed: Feed) -> pl.Expr:
    return pl.struct(key_expressions(feed)).hash()


def _identity_hash(feed: Feed) -> pl.Expr:
    content = pl.struct(_content(feed)).hash(seed=1)
    return pl.when(_has_empty_key(feed)).then(content).otherwise(_key_hash(feed))


@dataclass
class SeenRows:
    """The hashes of tonight's rows in the order in which they were written, and whether any key has an empty part."""

    feed: Feed
    empty_keys: bool = False
    _hashes: list[pl.Series] = field(default_factory=list)
    _unread: list[pl.Series] = field(default_factory=list)

    def add(self, rows: pl.DataFrame, key_unread: pl.Series) -> None:
        empty = bool(rows.select(_has_empty_key(self.feed).any()).item()) if rows.height else False
        self.empty_keys = self.empty_keys or empty
        expression = _identity_hash(self.feed) if empty else _key_hash(self.feed)
        self._hashes.append(rows.select(hash=expression).to_series())
        self._unread.append(key_unread)

    def hashes(self) -> pl.Series:
        return pl.concat(self._hashes) if self._hashes else pl.Series("hash", [], pl.UInt64)

    def suspects(self) -> pl.Series:
        """Positions of rows that may be repeats of one another."""
        if not self._hashes:
            return _NO_POSITIONS
        return (self.hashes().is_duplicated() & ~pl.concat(self._unread)).arg_true()


def _rows_at(path: Path, positions: pl.Series, feed: Feed, content: bool) -> pl.DataFrame:
    """position, the row's place, the key's parts, a hash of all content and, if asked for, all content itself."""
    content_hash = pl.struct(_content(feed)).hash(seed=1).alias("content_hash")
    extra = [pl.col(name) for name in _content(feed)] if content else []
    return (
        pl.scan_parquet(path)
        .with_row_index("position")
        .filter(pl.col("position").is_in(positions.implode()))
        .select("position", "delivery", "file", "sheet", "row_no", content_hash, *key_expressions(feed), *extra)
        .collect()
    )


def _same_row_columns(feed: Feed, empty_key: bool) -> list[str]:
    return _content(feed) if empty_key else [f"k{place}" for place in range(len(feed.unique_key))]


def _parts(rows: pl.DataFrame, feed: Feed, empty_keys: bool) -> list[tuple[bool, pl.DataFrame]]:
    """(whether the key has an empty part, the rows of which that is so)."""
    empty = pl.any_horizontal(pl.col(f"k{place}").is_null() for place in range(len(feed.unique_key)))
    return [(False, rows.filter(~empty)), *([(True, rows.filter(empty))] if empty_keys else [])]


def repeated_positions(path: Path, seen: SeenRows) -> pl.Series:
    """Positions in tonight's table of rows that repeat an earlier row, or that a later one with their key replaces.

    Of the rows with one key, in the order of delivery, file name, sheet and row number, the last one's content counts,
    and it stays where it stood first.
    """
    suspects = seen.suspects()
    if len(suspects) == 0:
        return _NO_POSITIONS
    rows = _rows_at(path, suspects, seen.feed, seen.empty_keys).sort("delivery", "file", "sheet", "row_no")
    found = []
    for empty, part in _parts(rows, seen.feed, seen.empty_keys):
        same = _same_row_columns(seen.feed, empty)
        last = part.filter(pl.col("content_hash") == pl.col("content_hash").last().over(same))
        stays = last.filter(pl.struct(same).is_first_distinct())
        found.append(part.join(stays, on="position", how="anti")["position"])
    return pl.concat(found).sort()


def superseded_positions(previous: Path, in_force: pl.Expr, tonight: Path, seen: SeenRows) -> pl.Series:
    """Positions in the previous night's table of rows that a row of tonight repeats or replaces."""
    hashes = seen.hashes().alias("hash")
    identity = _identity_hash(seen.feed) if seen.empty_keys else _key_hash(seen.feed)
    candidates = (
        pl.scan_parquet(previous)
        .with_row_index("position")
        .filter(in_force)
        .select("position", hash=identity)
        .join(hashes.unique().to_frame().lazy(), on="hash", how="semi")
        .collect(engine="streaming")
    )
    if candidates.height == 0:
        return _NO_POSITIONS
    matching = hashes.is_in(candidates["hash"].unique().implode()).arg_true()
    old = _rows_at(previous, candidates["position"], seen.feed, seen.empty_keys)
    new = _rows_at(tonight, matching, seen.feed, seen.empty_keys)
    old_parts, new_parts = (_parts(rows, seen.feed, seen.empty_keys) for rows in (old, new))
    found = [
        part.join(other, on=_same_row_columns(seen.feed, empty), how="semi", nulls_equal=True)["position"]
        for (empty, part), (_, other) in zip(old_parts, new_parts, strict=True)
    ]
    return pl.concat(found).sort()
