"""Names as four small integers (family part, separator, first, last) into one alphabet, and how they are drawn.

Belongs here: drawing true names and spelling codes. Does not belong here: misspelling (name_noise.py).
An ordinary name has an empty separator, and an empty first part where the given name is one character; a name with ·
has its parts in family and first.
"""

import itertools
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from data.synthetic import name_parts
from data.synthetic.randomness import Draws, Keys
from tests.benchmarks.identity import look_alikes

Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

MINORITY_SHARE = 0.012
# Share of one-character given names by generation, and of names from the long tail of characters.
ONE_CHARACTER = np.array([0.12, 0.24, 0.12])
TAIL_SHARE = 0.22
LONG_PARTS = ("阿卜杜热合曼", "穆罕默德吐尔逊", "麦麦提图尔荪", "努尔买买提", "依布拉伊木江", "阿卜杜萨拉木")
SPACES = ("\u3000", " ")

_SURNAMES = pl.read_csv(name_parts.SURNAMES_FILE)
_FAMILY_PARTS = (*name_parts.MINORITY_FIRST, *LONG_PARTS[:3])
_FATHER_PARTS = (*name_parts.MINORITY_LAST, *LONG_PARTS)


def _alphabet() -> list[str]:
    """Every part that a name may be made of, without repetition, the empty one first."""
    shortened = [part[:-cut] for part in _FATHER_PARTS for cut in (1, 2) if len(part) > cut]
    tables = (look_alikes.SAME_SOUND, look_alikes.SAME_SHAPE, look_alikes.OTHER_FORM, look_alikes.SCRIPTS)
    parts = itertools.chain(
        ("", "?", "·", *name_parts.DOTS, *SPACES),
        _SURNAMES["surname"],
        name_parts.TRADITIONAL.values(),
        name_parts.EITHER_WAY.values(),
        *name_parts.FIRST_CHARACTERS.values(),
        *name_parts.LAST_CHARACTERS.values(),
        name_parts.RARE_CHARACTERS,
        look_alikes.UNFASHIONABLE,
        *(table.replace("|", "") for table in tables),
        (*_FAMILY_PARTS, *_FATHER_PARTS, *shortened),
    )
    return list(dict.fromkeys(parts))


ALPHABET = _alphabet()
CODE = {part: code for code, part in enumerate(ALPHABET)}
NOTHING, DOT = CODE[""], CODE["·"]
LENGTHS = np.array([len(part) for part in ALPHABET])
_SERIES = pl.Series(ALPHABET, dtype=pl.String)


def codes_of(parts: "str | tuple[str, ...] | list[str]") -> Codes:
    return np.array([CODE[part] for part in parts], dtype=np.int32)


@dataclass(frozen=True)
class Names:
    """One name a row."""

    family: Codes
    separator: Codes
    first: Codes
    last: Codes

    def take(self, rows: npt.NDArray[np.int64]) -> "Names":
        return Names(self.family[rows], self.separator[rows], self.first[rows], self.last[rows])

    def where(self, chosen: Flags, other: "Names") -> "Names":
        """The other's names where chosen."""
        pairs = zip(self.parts(), other.parts(), strict=True)
        return Names(*(np.where(chosen, theirs, own).astype(np.int32) for own, theirs in pairs))

    def parts(self) -> tuple[Codes, Codes, Codes, Codes]:
        return self.family, self.separator, self.first, self.last

    def minority(self) -> Flags:
        return np.asarray(self.separator == DOT)

    def length(self) -> npt.NDArray[np.int64]:
        """Characters without separators."""
        return np.asarray(LENGTHS[self.family] + LENGTHS[self.first] + LENGTHS[self.last])

    def spelled(self) -> pl.Series:
        return pl.select(pl.concat_str([_SERIES.gather(part) for part in self.parts()])).to_series().alias("name")


def _falling(count: int) -> npt.NDArray[np.float64]:
    """Weights of characters in order of fashion."""
    return np.asarray((np.arange(count) + 6.0) ** -0.8)


def _pick_character(draws: Draws, stream: str, keys: Keys, tables: dict[tuple[int, int], str], group: Codes) -> Codes:
    """A character of the table of each row's group (sex × 3 + generation), or one of the long tail."""
    chosen = np.zeros(len(keys), dtype=np.int32)
    for (sex, generation), characters in tables.items():
        rows = np.flatnonzero(group == sex * 3 + generation)
        codes = codes_of(characters)
        chosen[rows] = codes[draws.pick(stream, keys[rows], _falling(len(codes)))]
    tail = codes_of(look_alikes.UNFASHIONABLE)
    rare = draws.chance(f"{stream}/tail", keys, TAIL_SHARE)
    return np.where(rare, tail[draws.integers(f"{stream}/which", keys, 0, len(tail))], chosen).astype(np.int32)


def draw_surnames(draws: Draws, keys: Keys) -> Codes:
    chosen = draws.pick("name/surname", keys, _SURNAMES["weight"].to_numpy())
    return codes_of(_SURNAMES["surname"].to_list())[chosen]


def draw_given(draws: Draws, keys: Keys, sex: npt.NDArray[np.int8], birth_year: Keys) -> tuple[Codes, Codes]:
    """First (empty for one-character names) and last character by sex and generation."""
    generation = np.where(birth_year < 1970, 0, np.where(birth_year < 2000, 1, 2))
    group = (sex.astype(np.int64) * 3 + generation).astype(np.int32)
    first = _pick_character(draws, "name/first", keys, name_parts.FIRST_CHARACTERS, group)
    last = _pick_character(draws, "name/last", keys, name_parts.LAST_CHARACTERS, group)
    first[draws.chance("name/one", keys, ONE_CHARACTER[generation])] = NOTHING
    return first, last


def with_minority(draws: Draws, names: Names, keys: Keys, family: Keys) -> Names:
    """Whole families have names with ·: the own part, then the father's."""
    chosen = draws.chance("name/minority", family, MINORITY_SHARE)
    own, fathers = codes_of(_FAMILY_PARTS), codes_of(_FATHER_PARTS)
    count = len(keys)
    dotted = Names(
        own[draws.integers("name/own part", keys, 0, len(own))],
        np.full(count, DOT, dtype=np.int32),
        fathers[draws.integers("name/father's part", keys, 0, len(fathers))],
        np.full(count, NOTHING, dtype=np.int32),
    )
    return names.where(chosen, dotted)


def told_apart(names: Names, household: npt.NDArray[np.int64]) -> Names:
    """No two of a household share a whole name: the later one's last part moves on in the alphabet of the tail."""
    frame = pl.DataFrame({"household": household, **dict(zip("abcd", names.parts(), strict=True))})
    order = frame.select(pl.int_range(pl.len()).over("household", "a", "b", "c", "d")).to_series().to_numpy()
    tail = codes_of(look_alikes.UNFASHIONABLE)
    repeated = order > 0
    moved = tail[(names.last + order * 41) % len(tail)]
    parts = codes_of(_FATHER_PARTS)
    dotted = names.minority()
    return replace(
        names,
        last=np.where(repeated & ~dotted, moved, names.last).astype(np.int32),
        first=np.where(repeated & dotted, parts[(names.first + order) % len(parts)], names.first).astype(np.int32),
    )
