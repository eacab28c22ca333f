"""The rows set aside tonight as rows of landing/replaced: both addresses, and the columns in which they differ.

What belongs here: telling. What does not: choosing which row stands (repeats).
"""

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assets.landing.in_force.keys import content_columns
from assets.landing.in_force.order import Order, Places
from assets.vocabulary.feeds import Feed
from assets.vocabulary.tables import table_schema

REPLACED = "landing/replaced"
# Rows told at once, and pairs of rows of which one column is in memory at once.
_TOLD_AT_ONCE = 200_000
_COMPARED_AT_ONCE = 1_000_000
Masks = NDArray[np.uint64]


def replaced_rows(feed: Feed, order: Order, set_aside: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """landing/replaced of one feed in batches, in the table's order; `set_aside` as `rows_set_aside` gives it."""
    compared = sorted(set(content_columns(feed)) - set(feed.unique_key))
    for start in range(0, set_aside.height, _COMPARED_AT_ONCE):
        part = set_aside.slice(start, _COMPARED_AT_ONCE)
        masks = _differing(order, part, compared)
        for begin in range(0, part.height, _TOLD_AT_ONCE):
            batch = part.slice(begin, _TOLD_AT_ONCE)
            yield _tell(feed, order, batch, _names(masks[begin : begin + _TOLD_AT_ONCE], compared))


def _tell(feed: Feed, order: Order, rows: pl.DataFrame, differing: pl.Series) -> pl.DataFrame:
    row = order.addresses(rows["place"].to_numpy())
    by = order.addresses(rows["by"].to_numpy(), "by_")
    kind = pl.when(rows["replaced"]).then(pl.lit("replaced")).otherwise(pl.lit("repeat"))
    whole = pl.concat([row, by], how="horizontal").with_columns(feed=pl.lit(feed.key), kind=kind, differing=differing)
    return whole.select(pl.col(name).cast(dtype) for name, dtype in table_schema(REPLACED).items())


def _differing(order: Order, rows: pl.DataFrame, columns: list[str]) -> Masks:
    """One bit a column, set where the two rows differ in it; column by column, so that memory is one column's."""
    masks = np.zeros(rows.height, dtype=np.uint64)
    at = rows["replaced"].arg_true().to_numpy()
    if len(at) == 0:
        return masks
    places: Places = rows["place"].to_numpy()[at]
    by: Places = rows["by"].to_numpy()[at]
    for bit, name in enumerate(columns):
        here = order.take(places, [pl.col(name)]).to_series()
        there = order.take(by, [pl.col(name)]).to_series()
        masks[at] |= here.ne_missing(there).to_numpy().astype(np.uint64) << np.uint64(bit)
    return masks


def _names(masks: Masks, columns: list[str]) -> pl.Series:
    """The names of the columns whose bits are set, as lists; few different masks, however many rows."""
    distinct, which = np.unique(masks, return_inverse=True)
    names = [[name for bit, name in enumerate(columns) if int(mask) >> bit & 1] for mask in distinct]
    return pl.Series("differing", names, pl.List(pl.String)).gather(which)
