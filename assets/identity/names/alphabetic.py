"""Names in letters: order of words, initials, middle names, slips of the pen, words that differ.

What belongs here: comparing names of alphabetic scripts, and the words of names with dots. What does not: comparing
Chinese characters.
"""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

Rows = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

CLOSE = 0.92
# Shorter names and words that differ in a letter are other names (ANN, ANA).
LONG_ENOUGH = 5
# Of more words there are too many orders to try.
_MOST_WORDS_TURNED = 4


def words_swapped(names: pl.DataFrame, left: Rows, right: Rows) -> Mask:
    """The same words in another order; where the spaces of a name are not known, the same letters turned round.

    `names`: folded, words, alphabetic. The pairs are rows of it; none are equal.
    """
    ordered = names["words"].str.split(" ").list.sort().list.join(" ")
    one, other = ordered.gather(left), ordered.gather(right)
    same = (one == other).fill_null(False)
    texts = pl.DataFrame({"one": names["folded"].gather(left), "other": names["folded"].gather(right)})
    unknown = (one.is_null() | other.is_null()) & names["alphabetic"].gather(left) & names["alphabetic"].gather(right)
    rows = texts.with_row_index("row").filter(
        unknown
        & (pl.col("one").str.len_chars() == pl.col("other").str.len_chars())
        & (pl.col("one").str.len_chars() >= LONG_ENOUGH)
    )
    turned = rows.filter((pl.col("one") + pl.col("one")).str.contains(pl.col("other"), literal=True))["row"]
    found = same.to_numpy().copy()
    found[turned.to_numpy()] = True
    return found


def _both_ways(left: list[str], right: list[str]) -> npt.NDArray[np.float64]:
    """Jaro-Winkler similarity; its greedy matching may depend on which text comes first."""
    one: Any = process.cpdist(left, right, scorer=JaroWinkler.similarity, score_cutoff=CLOSE)
    other: Any = process.cpdist(right, left, scorer=JaroWinkler.similarity, score_cutoff=CLOSE)
    return np.maximum(np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64))


def typed_wrong(names: pl.DataFrame, left: Rows, right: Rows) -> Mask:
    """Names of five letters or more that are close; names with an initial for a word, or without a middle word.

    Where both names have the same number of words, each must be close to one of the other, in whatever order: two
    brothers share most of a long name.
    """
    sides = [names.select("folded", "words")[rows.astype(np.uint32)] for rows in (left, right)]
    lengths = np.minimum(*(side["folded"].str.len_chars().to_numpy() for side in sides))
    counts = [side["words"].str.count_matches(" ").fill_null(0).to_numpy() for side in sides]
    worded = (counts[0] > 0) & (counts[1] > 0)
    found = np.zeros(len(left), dtype=bool)
    whole = np.flatnonzero(~(worded & (counts[0] == counts[1])) & (lengths >= LONG_ENOUGH))
    close = _both_ways(*(side["folded"].gather(whole.astype(np.uint32)).to_list() for side in sides))
    found[whole] = close >= CLOSE
    rows = np.flatnonzero(worded & ~found).astype(np.uint32)
    texts = (side["words"].gather(rows).to_list() for side in sides)
    found[rows] = [words_alike(one, other) for one, other in zip(*texts, strict=True)]
    return found


def some_words_equal(names: pl.DataFrame, left: Rows, right: Rows) -> Mask:
    """Names of which one has several words, and that share a word of two letters or more, written a little otherwise
    if it is a long one."""
    words = names.select(pl.coalesce("words", "folded")).to_series()
    texts = (words.gather(rows.astype(np.uint32)).to_list() for rows in (left, right))
    return np.array([_share_a_word(one, other) for one, other in zip(*texts, strict=True)], dtype=bool)


def _share_a_word(left: str, right: str) -> bool:
    pairs = ((one, other) for one in left.split(" ") for other in right.split(" "))
    return any(min(len(one), len(other)) > 1 and (one == other or _close(one, other)) for one, other in pairs)


def words_alike(left: str, right: str) -> bool:
    """Word by word, in any order: equal, an initial, or close; a name of fewer words lacks only words in the middle."""
    short, long = sorted((left.split(" "), right.split(" ")), key=lambda words: (len(words), words))
    if len(short) == len(long):
        orders = permutations(long) if len(long) <= _MOST_WORDS_TURNED else (long,)
        return any(_each_alike(short, order) for order in orders)
    if len(short) < 2 or not (short[-1] == long[-1] and len(short[-1]) > 1):
        return False
    rest = iter(long[:-1])
    return _initial(short[0], next(rest)) and all(any(_initial(word, other) for other in rest) for word in short[1:-1])


def _each_alike(left: Sequence[str], right: Sequence[str]) -> bool:
    pairs = list(zip(left, right, strict=True))
    whole = any(min(len(one), len(other)) > 1 for one, other in pairs)
    return whole and all(_initial(*pair) or _close(*pair) for pair in pairs)


def _initial(one: str, other: str) -> bool:
    """Equal, or one is the other's first letter."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _close(one: str, other: str) -> bool:
    if min(len(one), len(other)) < LONG_ENOUGH:
        return False
    similarity = max(JaroWinkler.similarity(one, other), JaroWinkler.similarity(other, one))
    return similarity >= CLOSE or OSA.distance(one, other) <= 1
