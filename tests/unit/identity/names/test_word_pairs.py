"""Words of names in letters; what is expected is written by hand."""

import numpy as np
import polars as pl
import pytest

from assets.identity.names.alphabetic import some_words_equal, words_alike
from assets.identity.names.word_pairs import Words, pieces

ALIKE = [
    ("in another order", "ANN LEE", "LEE ANN", True),
    ("a slip in a long word", "JOHN SMITH", "JOHN SMYTH", True),
    ("a letter of a short word is another name", "ANN LEE", "ANA LEE", False),
    ("an initial", "J SMITH", "JOHN SMITH", True),
    ("initials alone", "J S", "JOHN SMITH", False),
    ("a middle name is lacking", "MARIA GARCIA", "MARIA LUISA GARCIA", True),
    ("middle names as initials, one lacking", "M L GARCIA", "MARIA LUISA ELENA GARCIA", True),
    ("middle names in another order", "M E L GARCIA", "MARIA LUISA ELENA ANNA GARCIA", False),
    ("the last name is lacking", "MARIA LUISA", "MARIA LUISA GARCIA", False),
    ("another first name", "M GARCIA", "LUISA GARCIA", False),
    ("five words in their order", "ANNA B C D EVANS", "A B C D EVANS", True),
    ("five words turned", "B A C D EVANS", "A B C D EVANS", False),
]


@pytest.mark.parametrize(("left", "right", "alike"), [case[1:] for case in ALIKE], ids=[case[0] for case in ALIKE])
def test_words_alike_whichever_stands_first(left: str, right: str, alike: bool) -> None:
    names = pl.Series([left, right])
    assert words_alike(names, np.array([0, 1]), np.array([1, 0])).tolist() == [alike, alike]


SHARED = [
    ("a word", "ANN LEE", "LEE", True),
    ("a letter is no word", "A LEE", "A BERG", False),
    ("a long word, a little otherwise", "ANN SMITH", "SMYTH", True),
    # Jaro-Winkler 0.92 in full: as near as is asked.
    ("just near enough", "LI JONSON", "JONSONBERG", True),
    ("nothing", "ANN LEE", "JON BERG", False),
]


@pytest.mark.parametrize(("left", "right", "shared"), [case[1:] for case in SHARED], ids=[case[0] for case in SHARED])
def test_a_word_is_shared(left: str, right: str, shared: bool) -> None:
    sides = [left, right]
    words = [side if " " in side else None for side in sides]
    names = pl.DataFrame({"words": words, "folded": [side.replace(" ", "") for side in sides]})
    assert some_words_equal(names, np.array([0, 1]), np.array([1, 0])).tolist() == [shared, shared]


def test_pairs_of_many_words_are_taken_in_parts() -> None:
    """Two names of forty words have as many pairs of words as four hundred of two."""
    words = Words.of(pl.Series(["ANN LEE"] * 5 + [" ".join("A" * 40)] * 2))
    left, right = np.array([0, 1, 2, 5, 3, 6]), np.array([1, 2, 3, 6, 4, 5])
    parts = list(pieces(words, left, right, np.arange(6), at_once=8))
    assert np.concatenate(parts).tolist() == list(range(6))
    sizes = [(words.counts[left[rows]] * words.counts[right[rows]]).tolist() for rows in parts]
    assert all(sum(part) - max(part) <= 8 for part in sizes)


def test_no_pairs_share_nothing() -> None:
    nobody = np.array([], dtype=np.intp)
    names = pl.DataFrame({"words": ["ANN LEE"], "folded": ["ANNLEE"]})
    assert not len(some_words_equal(names, nobody, nobody))
    assert not len(words_alike(names["words"], nobody, nobody))
