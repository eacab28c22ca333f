"""Whether two addresses are one place that was written differently.

What belongs here: likeness of two written addresses. What does not: their normal form (that is preparation).
"""

from collections import Counter
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import fuzz, process
from rapidfuzz.distance import LCSseq

# Addresses of a shared part this long, in percent, are written differently rather than other places.
_SIMILAR: Final = 80.0
# Of an address that lacks a part of the other so much must be there, in percent; a short one says too little.
_PART: Final = 90.0
_LONG_PART: Final = 12
# An address of characters goes from the province down to the door; one in letters is written in any order.
_IN_ORDER: Final = r"\p{Han}"


def addresses_alike(left: pl.Series, right: pl.Series) -> npt.NDArray[np.bool_]:
    """Elementwise, of normal forms; those in letters also where parts stand in another order or are left out."""
    texts = left.to_list(), right.to_list()
    alike = _ratio(*texts) >= _SIMILAR
    letters = ~(left.str.contains(_IN_ORDER) | right.str.contains(_IN_ORDER)).to_numpy()
    rows = np.flatnonzero(letters & ~alike)
    # Few have the same letters in whatever order; pairs of letters are counted for these alone.
    ordered = (["".join(sorted(texts[side][row])) for row in rows.tolist()] for side in (0, 1))
    rows = rows[_shared(*ordered) >= _SIMILAR]
    alike[rows] = [_pieces_alike(texts[0][row], texts[1][row]) for row in rows.tolist()]
    return alike


def _ratio(left: list[str], right: list[str]) -> npt.NDArray[np.float64]:
    shares: Any = process.cpdist(left, right, scorer=fuzz.ratio, score_cutoff=_SIMILAR)
    return np.asarray(shares, dtype=np.float64)


def _shared(left: list[str], right: list[str]) -> npt.NDArray[np.float64]:
    """How many letters two sorted texts share, in percent of the shorter."""
    common: Any = process.cpdist(left, right, scorer=LCSseq.similarity)
    lengths = [np.array([len(text) for text in side]) for side in (left, right)]
    shares: npt.NDArray[np.float64] = 100.0 * np.asarray(common, dtype=np.float64) / np.maximum(np.minimum(*lengths), 1)
    return shares


def _pieces_alike(left: str, right: str) -> bool:
    """Whether two texts share most of their pairs of neighbouring letters (Dice), or one nearly all of its own."""
    one, other = (Counter(text[place : place + 2] for place in range(len(text) - 1)) for text in (left, right))
    shared, sizes = 100 * (one & other).total(), (one.total(), other.total())
    whole = 2 * shared >= _SIMILAR * sum(sizes)
    part = min(sizes) >= _LONG_PART and shared >= _PART * min(sizes)
    return bool(sum(sizes) and (whole or part))
