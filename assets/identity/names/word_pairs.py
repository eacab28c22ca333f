"""Every word of one name against every word of another, for many pairs of names at once.

What belongs here: which two words are equal, an initial of the other, or close; each distinct pair of words is compared
once. What does not: what that says of the names (that is alphabetic).
"""

from collections.abc import Iterator
from dataclasses import dataclass
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
# Pairs of words in memory at once, but for those of one pair of names.
AT_ONCE = 1_000_000


@dataclass(frozen=True)
class Words:
    """The words of some names, one name after another.

    texts: the distinct words.  codes: of each word its place in them.  begins: where each name's words begin.
    counts: how many each has.
    """

    texts: pl.Series
    codes: npt.NDArray[np.uint64]
    begins: Rows
    counts: Rows

    @classmethod
    def of(cls, names: pl.Series) -> "Words":
        """Of names whose words stand with a space between; a missing name is one empty word."""
        split = names.fill_null("").str.split(" ")
        counts = split.list.len().to_numpy().astype(np.intp)
        words = split.explode()
        texts = words.unique().sort()
        return cls(texts, texts.search_sorted(words).to_numpy().astype(np.uint64), np.cumsum(counts) - counts, counts)


@dataclass(frozen=True)
class WordPairs:
    """Each word of the left name with each of the right one, of some pairs of names: the first's words slowest.

    begins: where each pair of names begins.  whole: both words of two letters or more.  initial: equal, or the one the
    other's first letter.  close: nearly equal, both long enough.
    """

    begins: Rows
    equal: Mask
    initial: Mask
    close: Mask
    whole: Mask

    @classmethod
    def of(cls, words: Words, left: Rows, right: Rows) -> "WordPairs":
        """Of the names at `left` and `right`, all of which have words."""
        sizes = words.counts[left] * words.counts[right]
        begins = np.cumsum(sizes) - sizes
        pair = np.repeat(np.arange(len(left)), sizes)
        place = np.arange(len(pair)) - begins[pair]
        one = words.codes[words.begins[left[pair]] + place // words.counts[right[pair]]]
        other = words.codes[words.begins[right[pair]] + place % words.counts[right[pair]]]
        packed = (np.minimum(one, other) << np.uint64(32)) | np.maximum(one, other)
        met, of = np.unique(packed, return_inverse=True)
        return cls(begins, *(flags[of] for flags in _compared(words.texts, met)))


def pieces(words: Words, left: Rows, right: Rows, rows: Rows, at_once: int = AT_ONCE) -> Iterator[Rows]:
    """`rows` of the pairs of names in parts that fit into memory with all their words."""
    if len(rows):
        sizes = words.counts[left[rows]] * words.counts[right[rows]]
        part = (np.cumsum(sizes) - 1) // at_once
        yield from np.split(rows, np.flatnonzero(np.diff(part)) + 1)


def _compared(texts: pl.Series, met: npt.NDArray[np.uint64]) -> tuple[Mask, Mask, Mask, Mask]:
    """equal, initial, close and whole of distinct pairs of words, two places in `texts` in one number."""
    one, other = (met >> np.uint64(32)).astype(np.uint32), (met & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    lengths, first = texts.str.len_chars().to_numpy(), texts.str.slice(0, 1).rank("dense").to_numpy()
    shorter, equal = np.minimum(lengths[one], lengths[other]), one == other
    initial = equal | ((shorter == 1) & (first[one] == first[other]))
    close = equal & (shorter >= LONG_ENOUGH)
    rows = np.flatnonzero(~equal & (shorter >= LONG_ENOUGH))
    close[rows] = _close(*(texts.gather(side[rows]).to_list() for side in (one, other)))
    return equal, initial, close, shorter > 1


def _close(left: list[str], right: list[str]) -> Mask:
    """Nearly the same, or one slip of the hand apart."""
    edits: Any = process.cpdist(left, right, scorer=OSA.distance, score_cutoff=1)
    return similar(left, right) | (np.asarray(edits) <= 1)


def similar(left: list[str], right: list[str]) -> Mask:
    """By Jaro-Winkler similarity; its greedy matching may depend on which text comes first."""
    # Without a cutoff and in full: either takes a score of just `CLOSE` for less.
    sides = ((left, right), (right, left))
    found: Any = [process.cpdist(*pair, scorer=JaroWinkler.similarity, dtype=np.float64) for pair in sides]
    return np.asarray(np.maximum(*found) >= CLOSE)
