"""Names as departments wrote them.

Belongs here: misspellings of codes, and what a reader undoes. Does not belong here: true names (alphabet.py).
`rate` is the share of all records that are to have the kind; those that can have it have it more often.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from data.synthetic import name_parts
from data.synthetic.randomness import Draws, Keys
from tests.benchmarks.identity import look_alikes
from tests.benchmarks.identity.alphabet import ALPHABET, CODE, DOT, NOTHING, SPACES, Codes, Flags, Names, codes_of
from tests.benchmarks.identity.kinds import Bits, flag

Table = npt.NDArray[np.int32]
MOST_OFTEN = 0.6


def _others(table: str) -> Table:
    """[code, n]: the other characters of each character's groups, repeated; -1 where there are none."""
    others: dict[str, list[str]] = {}
    for group in look_alikes.groups(table):
        for character in group:
            others.setdefault(character, []).extend(other for other in group if other != character)
    width = 6
    made = np.full((len(ALPHABET), width), -1, dtype=np.int32)
    for character, found in others.items():
        made[CODE[character]] = np.resize(codes_of(found), width)
    return made


def _traditional() -> Table:
    made = np.full((len(ALPHABET), 1), -1, dtype=np.int32)
    pairs = [*name_parts.TRADITIONAL.items(), *(tuple(group) for group in look_alikes.groups(look_alikes.SCRIPTS))]
    for simplified, traditional in pairs:
        made[CODE[simplified], 0] = CODE[traditional]
    return made


def _shortened() -> Table:
    """A part of a dotted name without its last one or two characters."""
    made = np.full((len(ALPHABET), 2), -1, dtype=np.int32)
    for part, code in CODE.items():
        if len(part) > 2:
            made[code] = [CODE.get(part[:-1], -1), CODE.get(part[:-2], CODE.get(part[:-1], -1))]
    return made


def _read() -> Codes:
    """The code that a reader takes a code for: one script, one form."""
    made = np.arange(len(ALPHABET), dtype=np.int32)
    simplified = _TRADITIONAL[:, 0]
    made[simplified[simplified >= 0]] = np.flatnonzero(simplified >= 0)
    for group in look_alikes.groups(look_alikes.OTHER_FORM):
        for character in group[1:]:
            made[CODE[character]] = CODE[group[0]]
    return made[made]


_SOUND, _SHAPE, _FORM = (
    _others(table) for table in (look_alikes.SAME_SOUND, look_alikes.SAME_SHAPE, look_alikes.OTHER_FORM)
)
_TRADITIONAL, _SHORTENED = _traditional(), _shortened()
_READ = _read()


def read_names(names: Names) -> npt.NDArray[np.int64]:
    """One integer a name, the same for all forms that a reader knows to be the same name."""
    size = len(ALPHABET)
    family, first, last = (_READ[part].astype(np.int64) for part in (names.family, names.first, names.last))
    return (family * size + first) * size + last


def _replaced(table: Table, order: tuple[int, ...]) -> Callable[[Draws, Keys, Names], tuple[Names, Flags]]:
    """A writer that replaces one part: the first of the order that has a replacement, or of the order turned by one."""

    def write(draws: Draws, keys: Keys, names: Names) -> tuple[Names, Flags]:
        parts = np.stack([names.family, names.first, names.last])
        rows = np.arange(len(keys))
        column = draws.integers("name/which other", keys, 0, table.shape[1])
        turned = draws.chance("name/turned", keys, 0.35)
        done = np.zeros(len(keys), dtype=np.bool_)
        for step in range(3):
            place = np.where(turned, order[(step + 1) % 3], order[step])
            other = table[parts[place, rows], column]
            fit = (other >= 0) & ~done
            parts[place[fit], rows[fit]] = other[fit]
            done |= fit
        return Names(parts[0], names.separator, parts[1], parts[2]), done

    return write


def _swap(_draws: Draws, _keys: Keys, names: Names) -> tuple[Names, Flags]:
    fit = (names.first != NOTHING) & (names.first != names.last) & ~names.minority()
    return replace(names, first=names.last, last=names.first), fit


def _lose(draws: Draws, keys: Keys, names: Names) -> tuple[Names, Flags]:
    mark = np.int32(CODE["?"])
    first = draws.chance("name/lost first", keys, 0.4) & (names.first != NOTHING)
    made = replace(
        names,
        first=np.where(first, mark, names.first).astype(np.int32),
        last=np.where(first, names.last, mark).astype(np.int32),
    )
    return made, ~names.minority()


def _space(draws: Draws, keys: Keys, names: Names) -> tuple[Names, Flags]:
    spaces = codes_of(SPACES)
    return replace(names, separator=spaces[draws.integers("name/space", keys, 0, len(spaces))]), ~names.minority()


def _dot(draws: Draws, keys: Keys, names: Names) -> tuple[Names, Flags]:
    dots = codes_of((*name_parts.DOTS, SPACES[1], ""))
    return replace(names, separator=dots[draws.integers("name/dot", keys, 0, len(dots))]), names.minority()


def _truncate(draws: Draws, keys: Keys, names: Names) -> tuple[Names, Flags]:
    shorter = _SHORTENED[names.first, draws.integers("name/cut", keys, 0, 2)]
    fit = (shorter >= 0) & (names.separator == DOT)
    return replace(names, first=np.where(fit, shorter, names.first).astype(np.int32)), fit


LAST_FIRST_FAMILY = (2, 1, 0)
WRITERS: tuple[tuple[str, float, Callable[[Draws, Keys, Names], tuple[Names, Flags]]], ...] = (
    ("name_truncated", 0.0008, _truncate),
    ("name_dot", 0.003, _dot),
    ("name_other_form", 0.002, _replaced(_FORM, (0, 1, 2))),
    ("name_script", 0.0012, _replaced(_TRADITIONAL, (0, 1, 2))),
    ("name_sound", 0.003, _replaced(_SOUND, LAST_FIRST_FAMILY)),
    ("name_shape", 0.002, _replaced(_SHAPE, LAST_FIRST_FAMILY)),
    ("name_swapped", 0.0007, _swap),
    ("name_lost", 0.0006, _lose),
    ("name_space", 0.004, _space),
)


def misspell(draws: Draws, keys: Keys, names: Names) -> tuple[Names, Bits]:
    """At most one kind a row."""
    noise = np.zeros(len(keys), dtype=np.int64)
    for kind, rate, write in WRITERS:
        written, fit = write(draws, keys, names)
        fit &= noise == 0
        often = min(MOST_OFTEN, rate * len(keys) / max(1, int(fit.sum())))
        chosen = fit & draws.chance(f"noise/{kind}", keys, often)
        names = names.where(chosen, written)
        noise |= flag(chosen, kind)
    return names, noise
