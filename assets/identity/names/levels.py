"""The levels at which two names agree, best first, and the level of each pair of names.

What belongs here: the levels, what each says of identity, and which one a pair has. What does not: how characters and
words are compared (aligned, alphabetic), and what a level weighs.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA, Hamming

from assets.identity.distinct import distinct
from assets.identity.names.aligned import Mask, Rows, compact, compare_aligned
from assets.identity.names.alphabetic import some_words_equal, typed_wrong, words_swapped
from assets.identity.names.normal_form import LOST, is_alphabetic
from assets.identity.names.word_pairs import LONG_ENOUGH


@dataclass(frozen=True)
class NameLevel:
    """One level. consistent: two names of one valid id may be one person's; similar: but not exactly the same name."""

    name: str
    meaning: str
    consistent: bool = True
    similar: bool = False


NAME_LEVELS: Final = (
    NameLevel("equal", "the same normal form"),
    NameLevel("variant", "the same after folding variant characters and accents (萧 肖 as surnames)"),
    NameLevel("pinyin", "every character has a reading in common with its counterpart, without tones", similar=True),
    NameLevel(
        "similar_character",
        "one character differs and looks alike (晴 睛) or sounds alike in dialects (zh z, ch c, sh s, n l, n ng, f h)",
        similar=True,
    ),
    NameLevel("swapped", "the characters after the first in another order, or the words of the name", similar=True),
    NameLevel("truncated", "one is the beginning of the other, which is long"),
    NameLevel("typo", "names in letters that are close, or have initials, or lack a middle name", similar=True),
    # Siblings share the character of their generation (王建国 王建军).
    NameLevel("one_character", "one edit, both of three characters or more", similar=True),
    NameLevel("lost_character", "one has lost characters, all others stand in their places", similar=True),
    NameLevel("missing", "a side has no name"),
    # Of one family, or of one person who goes by another word.
    NameLevel("some_words", "one has several words; some are shared, others are not", consistent=False),
    NameLevel("different", "none of these, or both have lost characters", consistent=False),
)
LEVELS: Final = tuple(level.name for level in NAME_LEVELS)
# Levels at which two names may be one person's where the id is the same.
CONSISTENT_LEVELS: Final = tuple(level.name for level in NAME_LEVELS if level.consistent)
# Of these the close ones that are not the same: a row may count for a person by them, never against one.
SIMILAR_LEVELS: Final = tuple(level.name for level in NAME_LEVELS if level.similar)

_RANK: Final = {name: rank for rank, name in enumerate(LEVELS)}
_PAIRS_AT_ONCE = 1_000_000
_SHORTEST_EDITED = 3
_LONG_NAME = 5
# An old system writes a mark for each of the two or four units of a character beyond the basic plane.
_UNITS_LOST = (2, 4)


def with_name_level(pairs: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """`pairs` (left_name_key, right_name_key, and any others) with `name_level`, one of LEVELS, in the same order.

    `names`: the table of `name_table`, in its order, of all names of the pairs. The level does not depend on the sides.
    Raises ValueError for a name that is not in the table.
    """
    left, right = pl.col("left_name_key"), pl.col("right_name_key")
    level = (
        pl.when(left.is_null() | right.is_null())
        .then(pl.lit("missing"))
        .when((left == right) & ~left.str.contains(LOST, literal=True))
        .then(pl.lit("equal"))
    )
    levelled = pairs.with_columns(name_level=level)
    unlike = levelled["name_level"].is_null()
    if not unlike.any():
        return levelled
    places = unlike.arg_true()
    open_pairs = pairs.select("left_name_key", "right_name_key")[places]
    found = _levels_of(open_pairs, names)
    return levelled.with_columns(levelled["name_level"].scatter(places, found))


def rows_of(keys: pl.Series, names: pl.DataFrame) -> npt.NDArray[np.uint64]:
    """The row of each name; each is searched once, because a join would hash the whole table for a few pairs."""
    table, asked = names["name_key"], distinct(keys)
    rows = table.search_sorted(asked.values)
    unknown = table.extend_constant(None, 1).gather(rows).ne_missing(asked.values).sum()
    if unknown:
        raise ValueError(f"{unknown} names of the pairs are not in the table of names")
    return rows.to_numpy().astype(np.uint64)[asked.places]


def _levels_of(pairs: pl.DataFrame, names: pl.DataFrame) -> pl.Series:
    """Each distinct pair is compared once, whichever side a name stands on."""
    left, right = (rows_of(pairs[column], names) for column in ("left_name_key", "right_name_key"))
    packed = (np.minimum(left, right) << np.uint64(32)) | np.maximum(left, right)
    met, place = np.unique(packed, return_inverse=True)
    words = pl.Series(LEVELS)
    ranks = np.empty(len(met), dtype=np.uint8)
    for start in range(0, len(met), _PAIRS_AT_ONCE):
        chunk = met[start : start + _PAIRS_AT_ONCE]
        ranks[start : start + _PAIRS_AT_ONCE] = _ranks_of(chunk, names)
    return words.gather(ranks[place].astype(np.uint32))


def _ranks_of(packed: npt.NDArray[np.uint64], names: pl.DataFrame) -> npt.NDArray[np.uint8]:
    """The rank of each pair, two rows of `names` in one number."""
    low, high = (packed >> np.uint64(32)).astype(np.intp), (packed & np.uint64(0xFFFFFFFF)).astype(np.intp)
    used, left, right = compact(names.height, low, high)
    local = names.select("folded", "compound", "words")[used].with_columns(
        length=pl.col("folded").str.len_chars().cast(pl.Int64),
        lost=pl.col("folded").str.count_matches(LOST, literal=True).cast(pl.Int64),
        alphabetic=is_alphabetic(pl.col("folded")),
    )
    comparison = _Comparison(local, left, right)
    comparison.compare()
    return comparison.ranks


class _Comparison:
    """The rank of pairs of rows of `names`; each step lowers it where it finds a better level."""

    def __init__(self, names: pl.DataFrame, left: Rows, right: Rows) -> None:
        self.names, self.left, self.right = names, left, right
        self.folded = names["folded"]
        self.length, self.lost = names["length"].to_numpy(), names["lost"].to_numpy()
        self.alphabetic = names["alphabetic"].to_numpy()
        self.compound = names["compound"].to_numpy()
        self.ranks = np.full(len(left), _RANK["different"], dtype=np.uint8)

    def compare(self) -> None:
        has_lost = self.lost > 0
        one, other = has_lost[self.left], has_lost[self.right]
        whole = ~(one | other)
        same_length = self.length[self.left] == self.length[self.right]
        self._aligned(np.flatnonzero(whole & same_length))
        self._truncated(np.flatnonzero(whole & ~same_length))
        self._edited(np.flatnonzero(whole & ~same_length))
        self._worded(np.flatnonzero(whole & (self.ranks > _RANK["swapped"])))
        self._lost(np.flatnonzero(one != other))

    def _set(self, rows: Rows, level: str) -> None:
        self.ranks[rows] = np.minimum(self.ranks[rows], _RANK[level])

    def _aligned(self, rows: Rows) -> None:
        lengths = self.length[self.left[rows]]
        for length in np.flatnonzero(np.bincount(lengths)).tolist():
            chosen = rows[lengths == length]
            used, left, right = compact(len(self.length), self.left[chosen], self.right[chosen])
            found = compare_aligned(self.folded.gather(used), length, left, right)
            letters = self._both(self.alphabetic, chosen)
            self._set(chosen[found.same], "variant")
            self._set(chosen[found.reading & ~letters], "pinyin")
            self._set(chosen[found.similar & ~letters], "similar_character")
            self._set(chosen[found.swapped & ~letters], "swapped")
            self._one_edit(chosen[found.one_edit])

    def _both(self, flags: Mask, rows: Rows) -> Mask:
        return flags[self.left[rows]] & flags[self.right[rows]]

    def _shorter(self, rows: Rows) -> npt.NDArray[np.int64]:
        shorter: npt.NDArray[np.int64] = np.minimum(self.length[self.left[rows]], self.length[self.right[rows]])
        return shorter

    def _one_edit(self, rows: Rows) -> None:
        """A letter of five or more is a slip; a character, or a letter of a short name, may be another name."""
        slip = self._both(self.alphabetic, rows) & (self._shorter(rows) >= LONG_ENOUGH)
        self._set(rows[slip], "typo")
        self._set(rows[~slip & (self._shorter(rows) >= _SHORTEST_EDITED)], "one_character")

    def _truncated(self, rows: Rows) -> None:
        """The longer one is a compound name or has five characters or more, the other at least two."""
        for short, long in ((self.left, self.right), (self.right, self.left)):
            cut = (self.length[short[rows]] < self.length[long[rows]]) & (self.length[short[rows]] >= 2)
            cut &= self.compound[long[rows]] | (self.length[long[rows]] >= _LONG_NAME)
            chosen = rows[cut]
            texts = pl.DataFrame({"long": self._texts(long[chosen]), "short": self._texts(short[chosen])})
            begins = texts.select(pl.col("long").str.starts_with(pl.col("short"))).to_series()
            self._set(chosen[begins.to_numpy()], "truncated")

    def _texts(self, rows: Rows) -> pl.Series:
        return self.folded.gather(rows.astype(np.uint32))

    def _edited(self, rows: Rows) -> None:
        """A character more or less; distances count code points."""
        near = np.abs(self.length[self.left[rows]] - self.length[self.right[rows]]) == 1
        chosen = rows[near & (self._shorter(rows) >= _SHORTEST_EDITED)]
        sides = (self._texts(side[chosen]).to_list() for side in (self.left, self.right))
        edits: Any = process.cpdist(*sides, scorer=OSA.distance, score_cutoff=1)
        self._one_edit(chosen[np.asarray(edits) <= 1])

    def _worded(self, rows: Rows) -> None:
        worded = self.names["words"].is_not_null().to_numpy()
        chosen = rows[self._both(worded | self.alphabetic, rows)]
        if len(chosen):
            swapped = words_swapped(self.names, self.left[chosen], self.right[chosen])
            self._set(chosen[swapped], "swapped")
        letters = chosen[self._both(self.alphabetic, chosen) & (self.ranks[chosen] > _RANK["typo"])]
        if len(letters):
            self._set(letters[typed_wrong(self.names, self.left[letters], self.right[letters])], "typo")
        several = worded[self.left[rows]] | worded[self.right[rows]]
        apart = rows[several & (self.ranks[rows] > _RANK["some_words"])]
        if len(apart):
            self._set(apart[some_words_equal(self.names, self.left[apart], self.right[apart])], "some_words")

    def _lost(self, rows: Rows) -> None:
        """As many characters as one has lost differ, and no others."""
        lost = self.lost[self.left[rows]] + self.lost[self.right[rows]]
        sides = [self._texts(side[rows]) for side in (self.left, self.right)]
        for units in (1, *_UNITS_LOST):
            spread = [text.str.replace_all(r"([\x{10000}-\x{10FFFF}])", "$1" * units) for text in sides]
            same_length = (spread[0].str.len_chars() == spread[1].str.len_chars()).to_numpy()
            places: Any = process.cpdist(*(text.to_list() for text in spread), scorer=Hamming.distance)
            self._set(rows[same_length & (np.asarray(places) <= lost)], "lost_character")
