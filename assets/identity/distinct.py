"""The distinct texts of a column and where each row's stands, so that a text is read once however often it is written.

What belongs here: telling texts apart, and numbers that stand for them. What does not: what is done with them.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assets.identity.places import NOWHERE, Ordinals, at

_SEED: Final = 1949


@dataclass(frozen=True)
class Distinct:
    """values: each text once, in no order that means anything.  places: of each row that of its text, or `NOWHERE`."""

    values: pl.Series
    places: Ordinals

    def of_rows(self, of_values: pl.Series) -> pl.Series:
        """For each row what `of_values` says of its text; null where it has none."""
        return at(of_values, self.places)


def distinct(texts: pl.Series) -> Distinct:
    """Each text of the column once."""
    told = texts.drop_nulls()
    values, place = by_hash(told)
    # Among a province's texts two of one hash are met once in some ten thousand nights.
    if not (values.gather(place) == told).all():
        values, place = by_rank(told)
    if not texts.null_count():
        return Distinct(values, place.astype(np.int64))
    places = np.full(texts.len(), NOWHERE, dtype=np.int64)
    places[texts.is_not_null().to_numpy()] = place
    return Distinct(values, places)


def by_hash(texts: pl.Series) -> tuple[pl.Series, NDArray[np.uint32]]:
    """One text of each hash and each row's place among them; `texts` has no nulls. Numbers are sorted, not texts."""
    hashes = texts.hash(seed=_SEED)
    order = hashes.arg_sort().to_numpy()
    ordered = hashes.to_numpy()[order]
    first = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    place = np.empty(len(ordered), dtype=np.uint32)
    place[order] = np.cumsum(first, dtype=np.uint32) - np.uint32(1)
    return texts.gather(order[first]), place


def by_rank(texts: pl.Series) -> tuple[pl.Series, NDArray[np.uint32]]:
    """As `by_hash`, of the texts themselves."""
    return texts.unique().sort(), texts.rank("dense").to_numpy().astype(np.uint32) - np.uint32(1)


def coded(texts: pl.Series) -> pl.Series:
    """See `coded_values`."""
    found = distinct(texts)
    return found.of_rows(coded_values(found.values))


def coded_values(texts: pl.Series) -> pl.Series:
    """A number for each text instead of the text: few differ, and most records say none. Sorts as the texts do."""
    return texts.cast(pl.Enum(texts.drop_nulls().unique().sort()))
