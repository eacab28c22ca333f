"""Names in letters: order of words, initials, middle names, slips of the pen, words that differ.

What belongs here: comparing names of alphabetic scripts, and the words of names with dots. What does not: comparing
Chinese characters.
"""

from collections.abc import Iterator
from itertools import permutations

import numpy as np
import polars as pl

from assets.identity.names.word_pairs import LONG_ENOUGH, Mask, Rows, WordPairs, Words, pieces, similar

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
    found[whole] = similar(*(side["folded"].gather(whole.astype(np.uint32)).to_list() for side in sides))
    rows = np.flatnonzero(worded & ~found)
    found[rows] = words_alike(names["words"], left[rows], right[rows])
    return found


def some_words_equal(names: pl.DataFrame, left: Rows, right: Rows) -> Mask:
    """Names of which one has several words, and that share a word of two letters or more, written a little otherwise
    if it is a long one."""
    words = Words.of(names.select(pl.coalesce("words", "folded")).to_series())
    found = np.zeros(len(left), dtype=np.bool_)
    for rows in pieces(words, left, right, np.arange(len(left))):
        pairs = WordPairs.of(words, left[rows], right[rows])
        shared = pairs.whole & (pairs.equal | pairs.close)
        found[rows] = np.logical_or.reduceat(shared, pairs.begins)
    return found


def words_alike(names: pl.Series, left: Rows, right: Rows) -> Mask:
    """Word by word, in any order: equal, an initial, or close; a name of fewer words lacks only words in the middle.

    `names`: with a space between the words. The pairs are rows of it.
    """
    words = Words.of(names)
    found = np.zeros(len(left), dtype=np.bool_)
    for first, second, rows in _by_counts(words, left, right):
        pairs = WordPairs.of(words, left[rows], right[rows])
        if first == second:
            found[rows] = _in_some_order(pairs, first)
        else:
            found[rows] = _with_fewer_words(pairs, first, second)
    return found


def _by_counts(words: Words, left: Rows, right: Rows) -> Iterator[tuple[int, int, Rows]]:
    """Pairs of names with as many words on either side."""
    counts = np.stack([words.counts[left], words.counts[right]], axis=1)
    for first, second in np.unique(counts, axis=0).tolist():
        alike = np.flatnonzero((counts[:, 0] == first) & (counts[:, 1] == second))
        for rows in pieces(words, left, right, alike):
            yield first, second, rows


def _in_some_order(pairs: WordPairs, count: int) -> Mask:
    """All words alike in some order, not all by initials alone."""
    flags = (pairs.initial | pairs.close, pairs.whole)
    alike, whole = (each.reshape(-1, count, count) for each in flags)
    here = np.arange(count)
    orders = permutations(range(count)) if count <= _MOST_WORDS_TURNED else (tuple(range(count)),)
    found = np.zeros(len(alike), dtype=np.bool_)
    for order in orders:
        found |= alike[:, here, order].all(axis=1) & whole[:, here, order].any(axis=1)
    return found


def _with_fewer_words(pairs: WordPairs, first: int, second: int) -> Mask:
    """The last words are one, the first ones alike or initials, and so are those between in their order."""
    initial, same = (each.reshape(-1, first, second) for each in (pairs.initial, pairs.equal & pairs.whole))
    if first > second:
        initial, same = initial.transpose(0, 2, 1), same.transpose(0, 2, 1)
    short, long = min(first, second), max(first, second)
    if short < 2:
        return np.zeros(len(initial), dtype=np.bool_)
    fits: Mask = same[:, -1, -1] & initial[:, 0, 0]
    # From where in the long name the next word of the short one is looked for.
    reached = np.ones(len(initial), dtype=np.intp)
    for word in range(1, short - 1):
        after = initial[:, word, : long - 1] & (np.arange(long - 1) >= reached[:, None])
        fits &= after.any(axis=1)
        reached = after.argmax(axis=1) + 1
    return fits
