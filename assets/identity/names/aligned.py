"""Two names of equal length, character by character: what differs, and whether it is read the same or looks alike.

What belongs here: comparing names place by place. What does not: names of different lengths, and what the agreement is
called (that is levels).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from assets.identity.names.readings import Readings, compound_surnames, near_sounds, readings, surname_readings
from assets.identity.names.shapes import look_alike

Rows = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]
_UNICODE = 0x110000


@dataclass(frozen=True)
class Agreement:
    """For each pair: nothing differs; all is read the same; one character differs and is alike; one edit; reordered."""

    same: Mask
    reading: Mask
    similar: Mask
    one_edit: Mask
    swapped: Mask


def compact(size: int, left: Rows, right: Rows) -> tuple[npt.NDArray[np.uint32], Rows, Rows]:
    """The rows, of `size`, that the pairs use, and the pairs as places among these."""
    used = np.zeros(size, dtype=bool)
    used[left] = True
    used[right] = True
    place = np.cumsum(used) - 1
    return np.flatnonzero(used).astype(np.uint32), place[left], place[right]


def code_points(texts: pl.Series, length: int) -> npt.NDArray[np.uint32]:
    """One row a text, one column a code point; all `texts` have `length` of them."""
    joined = "".join(texts.to_list()).encode("utf-32-le", errors="surrogatepass")
    return np.frombuffer(joined, dtype=np.uint32).reshape(-1, length)


class Symbols:
    """The characters of some names with their readings; a character is another symbol where it is a surname.

    places: one row a name, one column a character, the number of its symbol. codes: symbol → code point. spoken: symbol
    → its readings as numbers, filled up with -1; near: which readings are near.
    """

    def __init__(self, characters: npt.NDArray[np.uint32]) -> None:
        seen = np.zeros(_UNICODE, dtype=bool)
        seen[characters] = True
        found = np.flatnonzero(seen)
        number = np.zeros(_UNICODE, dtype=np.int32)
        number[found] = np.arange(len(found), dtype=np.int32)
        self.places = number[characters]
        self._known: list[tuple[str, Readings]] = [(chr(code), readings(chr(code))) for code in found.tolist()]
        self._number = {character: place for place, (character, _) in enumerate(self._known)}
        self._set_surnames(characters.shape[1])
        self.codes = np.array([ord(character) for character, _ in self._known], dtype=np.uint32)
        self._set_sounds()

    def _add(self, character: str, found: Readings) -> int:
        self._known.append((character, found))
        return len(self._known) - 1

    def _set_surnames(self, length: int) -> None:
        plain = self.places.copy()
        as_surname = np.arange(len(self._known), dtype=np.int32)
        for surname, found in surname_readings().items():
            if surname in self._number:
                as_surname[self._number[surname]] = self._add(surname, found)
        self.places[:, 0] = as_surname[plain[:, 0]]
        for surname, found in compound_surnames().items():
            first, second = (self._number.get(character) for character in surname)
            if length > 2 and first is not None and second is not None:
                bearers = (plain[:, 0] == first) & (plain[:, 1] == second)
                self.places[bearers, 0] = self._add(surname[0], found[:1])
                self.places[bearers, 1] = self._add(surname[1], found[1:])

    def _set_sounds(self) -> None:
        syllables = list(dict.fromkeys(syllable for _, found in self._known for syllable in found))
        # Spoken syllables first: only they can be near another.
        syllables.sort(key=lambda syllable: not (syllable.isascii() and syllable.islower()))
        number = {syllable: place for place, syllable in enumerate(syllables)}
        widest = max(len(found) for _, found in self._known)
        self.spoken = np.full((len(self._known), widest), -1, dtype=np.int32)
        for place, (_, found) in enumerate(self._known):
            self.spoken[place, : len(found)] = [number[syllable] for syllable in found]
        spoken = [syllable for syllable in syllables if syllable.isascii() and syllable.islower()]
        self.near = np.zeros((len(spoken), len(spoken)), dtype=bool)
        groups: dict[tuple[str, str], list[int]] = {}
        for place, syllable in enumerate(spoken):
            for key in near_sounds(syllable):
                groups.setdefault(key, []).append(place)
        for members in (members for members in groups.values() if len(members) > 1):
            self.near[np.ix_(members, members)] = True

    def read_alike(self, left: npt.NDArray[np.int32], right: npt.NDArray[np.int32]) -> Mask:
        """Elementwise: the two symbols have a reading in common."""
        alike: Mask = (left == right) | (self.spoken[left, 0] == self.spoken[right, 0])
        if self.spoken.shape[1] > 1:
            several = self.spoken[:, 1] >= 0
            rest = np.flatnonzero(~alike & (several[left] | several[right]))
            one, other = self.spoken[left[rest]], self.spoken[right[rest]]
            alike[rest] = ((one[:, :, None] == other[:, None, :]) & (one[:, :, None] >= 0)).any(axis=(1, 2))
        return alike

    def sound_near(self, left: npt.NDArray[np.int32], right: npt.NDArray[np.int32]) -> Mask:
        """Elementwise: some reading of one is near some reading of the other."""
        found = np.zeros(len(left), dtype=bool)
        if not len(self.near):
            return found
        for one in self.spoken.T:
            for other in self.spoken.T:
                a, b = one[left], other[right]
                known = np.flatnonzero((a >= 0) & (b >= 0) & (np.maximum(a, b) < len(self.near)))
                found[known] |= self.near[a[known], b[known]]
        return found


@dataclass(frozen=True)
class _Pairs:
    """Pairs of rows of `characters`: where they differ (one row a pair, one column a place) and in how many places."""

    characters: npt.NDArray[np.uint32]
    left: Rows
    right: Rows
    differs: Mask
    count: npt.NDArray[np.intp]


def compare_aligned(texts: pl.Series, length: int, left: Rows, right: Rows) -> Agreement:
    """`texts`: folded names of `length` code points; `left`, `right`: the pairs, as rows of `texts`."""
    characters = code_points(texts, length)
    differs = characters[left] != characters[right]
    pairs = _Pairs(characters, left, right, differs, differs.sum(axis=1))
    symbols = Symbols(characters)
    return Agreement(
        same=pairs.count == 0,
        reading=_reading(pairs, symbols),
        similar=_similar(pairs, symbols),
        one_edit=_one_edit(pairs),
        swapped=_swapped(pairs),
    )


def _reading(pairs: _Pairs, symbols: Symbols) -> Mask:
    """Place by place, so that most pairs are done with after the first."""
    rows = np.flatnonzero(pairs.count > 0)
    for place in range(pairs.characters.shape[1]):
        one, other = (symbols.places[side[rows], place] for side in (pairs.left, pairs.right))
        rows = rows[symbols.read_alike(one, other)]
    found = np.zeros(len(pairs.count), dtype=bool)
    found[rows] = True
    return found


def _similar(pairs: _Pairs, symbols: Symbols) -> Mask:
    """A name of one character has nothing else that agrees."""
    found = np.zeros(len(pairs.count), dtype=bool)
    if pairs.characters.shape[1] > 1:
        rows = np.flatnonzero(pairs.count == 1)
        place = pairs.differs[rows].argmax(axis=1)
        one, other = (symbols.places[side[rows], place] for side in (pairs.left, pairs.right))
        alike = look_alike(symbols.codes[one], symbols.codes[other])
        rest = np.flatnonzero(~alike)
        alike[rest] = symbols.sound_near(one[rest], other[rest])
        found[rows] = alike
    return found


def _one_edit(pairs: _Pairs) -> Mask:
    """One character another, or two neighbours exchanged."""
    found: Mask = pairs.count == 1
    rows = np.flatnonzero(pairs.count == 2)
    differs, characters = pairs.differs[rows], pairs.characters
    first = differs.argmax(axis=1)
    last = characters.shape[1] - 1 - differs[:, ::-1].argmax(axis=1)
    one, other = pairs.left[rows], pairs.right[rows]
    crossed = (characters[one, first] == characters[other, last]) & (characters[one, last] == characters[other, first])
    found[rows] = crossed & (last == first + 1)
    return found


def _swapped(pairs: _Pairs) -> Mask:
    """The first character stays, the others stand in another order."""
    found = np.zeros(len(pairs.count), dtype=bool)
    characters, left, right = pairs.characters, pairs.left, pairs.right
    rows = np.flatnonzero(pairs.count > 1)
    rows = rows[characters[left[rows], 0] == characters[right[rows], 0]]
    if len(rows):
        given = np.sort(characters[:, 1:], axis=1)
        found[rows] = (given[left[rows]] == given[right[rows]]).all(axis=1)
    return found
