"""Looking up by place: what numbers from 0 upwards say, without a join.

What belongs here: gathering and scattering columns by whole numbers. What does not: what the numbers stand for.

A join copies and hashes; where a key is a number of a dense range a place in an array does, some ten times as fast.
"""

from collections.abc import Callable
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assets.identity.side_by_side import side_by_side

Ordinals = NDArray[np.int64]
Form = Callable[[pl.Expr], pl.Expr]
NOWHERE = -1
# Places that are compared at once: the values of all would be held twice.
_PIECE = 500_000


def ordinals(column: pl.Series) -> Ordinals:
    """A column of whole numbers without nulls as an array."""
    return column.to_numpy().astype(np.int64)


def any_place(of: Ordinals, places: Ordinals, size: int) -> Ordinals:
    """For each number below `size` one of the `places` whose number in `of` it is, the last; `NOWHERE` without one."""
    found = np.full(size, NOWHERE, dtype=np.int64)
    found[of] = places
    return found


def at(values: pl.Series, places: Ordinals) -> pl.Series:
    """The values at `places`; null for `NOWHERE`."""
    if len(places) and places.min() < 0:
        known = pl.DataFrame({"place": places}).select(pl.when(pl.col("place") >= 0).then("place")).to_series()
        return values.gather(known)
    return values.gather(places)


def spread(height: int, places: Ordinals, values: pl.Series) -> pl.Series:
    """A column of `height` with `values` at `places`, null elsewhere."""
    backwards = np.full(height, NOWHERE, dtype=np.int64)
    backwards[places] = np.arange(len(places))
    return at(values, backwards)


def differing(values: pl.Series, places: Ordinals, others: Ordinals) -> NDArray[np.bool_]:
    """Whether the value at each of `places` is another than that at its neighbour in `others`; neither is null."""
    found = np.zeros(len(places), dtype=np.bool_)

    def compare(piece: slice) -> None:
        found[piece] = (values.gather(places[piece]) != values.gather(others[piece])).to_numpy()

    side_by_side(partial(compare, slice(start, start + _PIECE)) for start in range(0, len(places), _PIECE))
    return found


def mended(texts: pl.Series, where: pl.Series, form: Form) -> pl.Series:
    """`texts` with their `form` where `where` is true.

    Nearly all texts of a delivery are written as they should be: looking is cheap, mending is not.
    """
    rows = where.fill_null(False).arg_true()
    found = texts.gather(rows).to_frame("text").select(form(pl.col("text"))).to_series()
    return texts.clone().scatter(rows, found)
