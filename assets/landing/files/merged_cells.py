"""Merged cells below the header: a household's number merged over its members' rows stands in each of these rows.

What belongs here: which merged cells speak of every row, and filling them in. What does not: merged headings.
A file holds the text of a merged cell in its first cell alone.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from assets.landing.files.headings import HeadingMatch
from assets.landing.files.sheets import cell_name
from assets.vocabulary.feeds import Feed

Whole = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class _Regions:
    """The merged cells that lie over one place: rows first … last of each, from 1, and the place that has the text."""

    first: Whole
    last: Whole
    source: Whole


class MergedCells:
    """Fills batches of one sheet, which must come in order.

    Not filled: a merged cell over more than half of the known columns, which is a note or a line of totals; an amount
    merged downwards, which is one amount for all the rows and would count once a row; a row that is blank but for it.
    """

    def __init__(self, regions: pl.DataFrame, match: HeadingMatch, feed: Feed, first_row: int) -> None:
        self._row = first_row
        self._carried: dict[tuple[int, int], str | None] = {}
        below = regions.filter(pl.col("first_row") >= first_row)
        places = list(match.positions.values())
        covered = pl.sum_horizontal(
            pl.lit(place).is_between(pl.col("first_place"), pl.col("last_place")).cast(pl.Int32) for place in places
        )
        below = below.filter(covered * 2 <= len(places)) if below.height else below
        found = {
            place: _over(below, place, feed.column(name).type == "money") for name, place in match.positions.items()
        }
        self._regions = {place: each for place, each in found.items() if each.first.size}

    def fill(self, batch: pl.DataFrame) -> pl.DataFrame:
        """The batch with merged cells filled down and to the right."""
        first, self._row = self._row, self._row + batch.height
        if not self._regions:
            return batch
        rows = np.arange(first, first + batch.height)
        filled_rows = batch.select(pl.any_horizontal(pl.all().is_not_null())).to_series().to_numpy()
        columns = []
        for place, regions in self._regions.items():
            if cell_name(place) in batch.columns:
                columns.append(self._filled(batch, place, regions, rows, filled_rows))
        self._carry(batch, first)
        return batch.with_columns(columns)

    def _filled(self, batch: pl.DataFrame, place: int, regions: _Regions, rows: Whole, filled_rows: Any) -> pl.Series:
        column = batch[cell_name(place)]
        index = np.searchsorted(regions.first, rows, side="right") - 1
        inside = (index >= 0) & (rows <= regions.last[index]) & filled_rows
        inside &= (rows != regions.first[index]) | (regions.source[index] != place)
        inside &= column.is_null().to_numpy()
        for source in np.unique(regions.source[index[inside]]).tolist():
            mask = inside & (regions.source[index] == source)
            column = column.zip_with(pl.Series(~mask), self._texts(batch, source, regions.first[index], rows[0]))
        return column.alias(cell_name(place))

    def _texts(self, batch: pl.DataFrame, source: int, anchors: Whole, first: int) -> pl.Series:
        """The texts of the cells at rows `anchors` of the place `source`, which may be in an earlier batch."""
        if cell_name(source) not in batch.columns:
            return pl.repeat(None, anchors.size, dtype=pl.String, eager=True)
        within = pl.Series(anchors - first)
        texts = batch[cell_name(source)].gather(within.set((within < 0) | (within >= batch.height), None))
        for row in np.unique(anchors[(anchors < first)]).tolist():
            text = self._carried.get((source, row))
            if text is not None:
                texts = texts.zip_with(pl.Series(anchors != row), pl.Series([text]).new_from_index(0, anchors.size))
        return texts

    def _carry(self, batch: pl.DataFrame, first: int) -> None:
        """Keep the texts of merged cells that go on below this batch."""
        kept: dict[tuple[int, int], str | None] = {}
        for regions in self._regions.values():
            index = int(np.searchsorted(regions.first, self._row - 1, side="right")) - 1
            if index < 0 or regions.last[index] < self._row:
                continue
            row, source = int(regions.first[index]), int(regions.source[index])
            if row < first:
                kept[source, row] = self._carried.get((source, row))
            elif cell_name(source) in batch.columns:
                kept[source, row] = batch[cell_name(source)][row - first]
        self._carried = kept


def _over(regions: pl.DataFrame, place: int, is_money: bool) -> _Regions:
    """The regions over a place; of an amount only those of one row."""
    over = regions.filter(pl.lit(place).is_between(pl.col("first_place"), pl.col("last_place"))).sort("first_row")
    if is_money:
        over = over.filter(pl.col("first_row") == pl.col("last_row"))
    return _Regions(over["first_row"].to_numpy(), over["last_row"].to_numpy(), over["first_place"].to_numpy())
