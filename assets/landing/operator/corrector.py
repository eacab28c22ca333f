"""Finding the cells that an operator's corrections are about, in typed rows of one feed.

What belongs here: matching rows by key and wrong value. What does not: reading the operator's files (notes).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from assets.landing.operator.corrections import TO_APPLY, key_parts
from assets.landing.operator.typed import read_texts
from assets.vocabulary.feeds import Feed
from assets.vocabulary.tables import empty


@dataclass(frozen=True)
class CorrectedCells:
    """Cells of one column to change: positions in the frame that was searched, the right values, and by what."""

    column: str
    positions: pl.Series
    values: pl.Series
    correction_ids: pl.Series


@dataclass(frozen=True)
class SameKey:
    """Corrections of one column whose keys name the same columns.

    `corrections`: key0, key1 … in the order of `key`, wrong, right (all typed as landed), correction_id.
    """

    column: str
    key: tuple[str, ...]
    corrections: pl.DataFrame


class Corrector:
    """The corrections of one feed that apply on this night; `corrections` has the columns of landing/corrections."""

    def __init__(self, feed: Feed, corrections: pl.DataFrame) -> None:
        self.feed = feed
        self.corrections = corrections.filter((pl.col("feed") == feed.key) & (pl.col("state") == TO_APPLY))
        self._groups = tuple(grouped(feed, self.corrections))

    @classmethod
    def idle(cls, feed: Feed) -> "Corrector":
        """A corrector without corrections."""
        return cls(feed, empty("landing/corrections"))

    @property
    def active(self) -> bool:
        return self.corrections.height > 0

    def find(self, values: pl.DataFrame) -> list[CorrectedCells]:
        """The cells to change in rows with (some of) the feed's landed columns, typed as landed.

        A cell whose column is not among them is not found. Where two corrections of differing keys are about one cell,
        the one whose key names more columns counts, then the one with the smaller id. One entry a column.
        """
        found: dict[str, list[pl.DataFrame]] = {}
        for group in self._groups:
            if group.column in values.columns and set(group.key) <= set(values.columns):
                cells = _cells(values, group)
                if cells.height > 0:
                    found.setdefault(group.column, []).append(cells)
        return [_of_column(column, cells) for column, cells in found.items()]


def grouped(feed: Feed, corrections: pl.DataFrame) -> Iterator[SameKey]:
    """Corrections of one feed by column and key columns, typed; in the order of the feed's columns."""
    places = {column.name: place for place, column in enumerate(feed.landed_columns)}
    groups: dict[tuple[str, tuple[str, ...]], list[tuple[str, dict[str, str], str | None, str | None]]] = {}
    names = ("correction_id", "row_key", "column", "wrong", "right")
    for correction_id, row_key, column, wrong, right in corrections.select(names).iter_rows():
        parts = dict(key_parts(row_key))
        key = tuple(sorted(parts, key=places.__getitem__))
        groups.setdefault((column, key), []).append((correction_id, parts, wrong, right))
    for column, key in sorted(groups, key=lambda group: (places[group[0]], group[1])):
        members = groups[(column, key)]
        frame = {
            f"key{place}": read_texts(pl.Series([parts[name] for _, parts, _, _ in members]), feed, name).values
            for place, name in enumerate(key)
        }
        for place, label in ((2, "wrong"), (3, "right")):
            written = pl.Series([member[place] for member in members], dtype=pl.String)
            frame[label] = read_texts(written, feed, column).values
        ids = pl.Series([correction_id for correction_id, _, _, _ in members])
        yield SameKey(column, key, pl.DataFrame(frame | {"correction_id": ids}))


def _cells(values: pl.DataFrame, group: SameKey) -> pl.DataFrame:
    """position, right, correction_id, named (how many columns the key names) of the cells that say the wrong value."""
    keys = [f"key{place}" for place in range(len(group.key))]
    rows = (
        values.lazy()
        .select(
            *(pl.col(name).alias(key) for key, name in zip(keys, group.key, strict=True)), cell=pl.col(group.column)
        )
        .with_row_index("position")
    )
    # A cheap look at one column first: nearly every row is about nobody whom a correction is about.
    few = group.corrections[keys[0]].unique()
    return (
        rows.filter(pl.col(keys[0]).is_in(few.implode()))
        .join(group.corrections.lazy(), on=keys, how="inner")
        .filter(pl.col("cell").eq_missing(pl.col("wrong")))
        .select("position", "right", "correction_id", named=pl.lit(len(keys)))
        .collect()
    )


def _of_column(column: str, cells: list[pl.DataFrame]) -> CorrectedCells:
    ordered = pl.concat(cells).sort("position", "named", "correction_id", descending=[False, True, False])
    first = ordered.unique("position", keep="first", maintain_order=True)
    return CorrectedCells(column, first["position"], first["right"], first["correction_id"])
